import { ProblemError } from 'ar-video-rotation-client';

/** Why nothing can be foretold. What is faulty says so at its field, and a lost connection is told elsewhere. */
export function whyUntold(error: Error, { faulty }: { faulty: string }): string {
  if (!(error instanceof ProblemError)) return '';
  return error.status === 422 ? faulty : error.message;
}
