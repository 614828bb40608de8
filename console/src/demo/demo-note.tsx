import { useState } from 'react';
import { useCompany, useSession } from '../service/queries';
import { RoleButton } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import styles from './demo-note.module.css';
import { RemoveDemo } from './remove-demo';

/** Says of a company that it is a demo, and offers to remove it to whoever may. */
export function DemoNote({ company: id }: { company: number }) {
  const { demo } = useTexts();
  const { data: company } = useCompany(id);
  const { data: session } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (company?.is_demo !== true) return null;
  return (
    <section aria-label={demo.title} className={styles.note}>
      <p>{demo.hint}</p>
      {session?.company_id === null && (
        <RoleButton takes="admin" variant="default" onClick={() => setOpen(true)}>
          {demo.remove}
        </RoleButton>
      )}
      {isOpen && <RemoveDemo company={company} close={() => setOpen(false)} />}
    </section>
  );
}
