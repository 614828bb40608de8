import { ProblemError } from 'ar-video-rotation-client';
import { useTexts } from '../texts/texts';
import { useTroubleWords } from '../texts/troubles';

/** Says why nothing can be foretold. What is faulty says so at its field, and a lost connection is told elsewhere. */
export function useWhyUntold(): (error: Error) => string {
  const { faulty } = useTexts().rehearsal;
  const wordsFor = useTroubleWords();
  return (error) => {
    if (!(error instanceof ProblemError)) return '';
    return error.status === 422 ? faulty : wordsFor(error);
  };
}
