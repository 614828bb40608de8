import { AppError } from './errors.js';

/**
 * Holds a write to the state that its caller has seen (If-Match).
 * @param expected null: the caller did not say.
 * @throws AppError `precondition_failed` when it was changed since.
 */
export function requireRevision(subject: { revision: number }, expected: number | null): void {
  if (expected === null || subject.revision === expected) return;
  throw new AppError(
    'precondition_failed',
    `It was changed meanwhile: If-Match names revision ${expected}, the present one is ${subject.revision}.`,
  );
}
