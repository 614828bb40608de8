import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { service } from '../service/service';
import { useTexts } from '../texts/texts';
import styles from './conflict-note.module.css';

interface Conflict {
  /** What was edited, as the audit log calls it: `schedule:7`. */
  subject: string;
  /** What the others changed: the field, as it was, and as it is. */
  changes: readonly { label: string; before: string; now: string }[];
  /** Goes on with what was written, upon what they made of it. */
  keepMine: () => void;
  /** Forgets what was written. */
  takeTheirs: () => void;
}

/** Shows what somebody else changed while one was writing, and lets one choose. */
export function ConflictNote({ subject, changes, keepMine, takeTheirs }: Conflict) {
  const { edits } = useTexts();
  const who = useLastEditor(subject);
  return (
    <section role="alert" className={styles.note}>
      <h3>{who === undefined ? edits.conflict : edits.conflictBy(who)}</h3>
      <dl className={styles.changes}>
        {changes.map(({ label, before, now }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <del>{before || '–'}</del> → <ins>{now || '–'}</ins>
            </dd>
          </div>
        ))}
      </dl>
      {changes.length === 0 && <p>{edits.conflictElsewhere}</p>}
      <div className={styles.choices}>
        <Button onClick={keepMine}>{edits.keepMine}</Button>
        <Button variant="default" onClick={takeTheirs}>
          {edits.takeTheirs}
        </Button>
      </div>
    </section>
  );
}

/** Who edited it last; undefined: it is not known, or not told to this person. */
function useLastEditor(subject: string): string | undefined {
  const { data } = useQuery({
    queryKey: ['audit', subject, 'last'],
    queryFn: async ({ signal }) =>
      (await service.auditLog.list({ subject, limit: 1 }, { signal }).page()).rows[0] ?? null,
  });
  return data?.actor_name ?? undefined;
}
