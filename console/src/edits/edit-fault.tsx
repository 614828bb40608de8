import { ProblemError } from 'ar-video-rotation-client';
import { useTexts } from '../texts/texts';
import { useTroubleWords } from '../texts/troubles';
import { isOutdated, useOtherFaults } from './faults';
import styles from './edit-fault.module.css';

const NONE: readonly string[] = [];

/**
 * Why an edit was not made, where the person looks who made it.
 * @param fields of the form, which tell their own faults
 */
export function EditFault({ error, fields = NONE }: { error: Error | null; fields?: readonly string[] }) {
  const { edits } = useTexts();
  const wordsFor = useTroubleWords();
  const others = useOtherFaults(error, fields);
  if (error === null) return null;
  const why = (fault: Error): string => {
    if (isOutdated(fault)) return edits.outdated;
    return fault instanceof ProblemError ? wordsFor(fault) : edits.noAnswer;
  };
  return (
    <div role="alert" className={styles.fault}>
      <p>
        {edits.notDone} {why(error)}
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
