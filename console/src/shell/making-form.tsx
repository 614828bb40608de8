import type { FormEvent, ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { Session } from 'ar-video-rotation-client';
import { EditFault } from '../edits/edit-fault';
import { useTexts } from '../texts/texts';
import styles from './form.module.css';
import { RoleButton } from './role-button';

interface Making {
  /** Who may do it. */
  takes: Session['role'];
  edit: { error: Error | null; isPending: boolean };
  draft: { isChanged: boolean; discard: () => void };
  /** Those that tell their own faults. */
  fields: readonly string[];
  /** What the button says. */
  doIt: string;
  make: () => void;
  children: ReactNode;
}

/** A form that makes something. What is written stays until it is made or not wanted. */
export function MakingForm({ takes, edit, draft, fields, doIt, make, children }: Making) {
  const { edits } = useTexts();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make();
  };
  return (
    // What is missing the service says, in words of its own.
    <form noValidate onSubmit={submit} className={styles.form}>
      {children}
      <EditFault error={edit.error} fields={fields} />
      <div className={styles.choices}>
        <RoleButton takes={takes} type="submit" loading={edit.isPending}>
          {doIt}
        </RoleButton>
        {draft.isChanged && (
          <>
            <Button variant="default" onClick={draft.discard}>
              {edits.discard}
            </Button>
            <output className={styles.quiet}>{edits.draft}</output>
          </>
        )}
      </div>
    </form>
  );
}
