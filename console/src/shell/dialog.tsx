import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useTexts } from '../texts/texts';
import styles from './dialog.module.css';

interface Open {
  title: string;
  close: () => void;
  children: ReactNode;
}

/** A window over the page, as long as it is rendered; the browser keeps the focus within it, and Escape closes it. */
export function Dialog({ title, close, children }: Open) {
  const { find } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-label={title} className={styles.dialog} onClose={close}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <Button variant="subtle" onClick={close}>
          {find.close}
        </Button>
      </div>
      {children}
    </dialog>
  );
}

interface Question {
  title: string;
  /** What follows from it. */
  children: ReactNode;
  /** What the button says that does it. */
  doIt: string;
  isBusy: boolean;
  confirm: () => void;
  close: () => void;
}

/** Asks before something is done that cannot be taken back. */
export function ConfirmDialog({ title, children, doIt, isBusy, confirm, close }: Question) {
  const { edits } = useTexts();
  return (
    <Dialog title={title} close={close}>
      <div className={styles.body}>{children}</div>
      <div className={styles.choices}>
        <Button variant="default" onClick={close}>
          {edits.cancel}
        </Button>
        <Button color="red.9" loading={isBusy} onClick={confirm}>
          {doIt}
        </Button>
      </div>
    </Dialog>
  );
}
