import { ProblemError } from 'ar-video-rotation-client';
import { useTexts } from '../texts/texts';
import { isOutdated, otherFaults } from './faults';
import styles from './edit-fault.module.css';

const NONE: readonly string[] = [];

/**
 * Why an edit was not made, where the person looks who made it.
 * @param fields of the form, which tell their own faults
 */
export function EditFault({ error, fields = NONE }: { error: Error | null; fields?: readonly string[] }) {
  const { edits } = useTexts();
  if (error === null) return null;
  const others = otherFaults(error, fields);
  return (
    <div role="alert" className={styles.fault}>
      <p>
        {edits.notDone} {wordsFor(error, edits)}
      </p>
      {others.length > 0 && (
        <ul>
          {others.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function wordsFor(error: Error, { noAnswer, outdated }: { noAnswer: string; outdated: string }): string {
  if (isOutdated(error)) return outdated;
  return error instanceof ProblemError ? error.message : noAnswer;
}
