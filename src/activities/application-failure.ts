import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { translateDatabaseFault } from '../db/transaction.js';
import { AppError, inSentences, RETRYABLE } from '../domain/errors.js';

/** What nobody expected is told in words of its own: a row or a schedule may show them. Its cause tells operators more. */
const UNEXPECTED = 'Something went wrong on our side. The log of the worker has more.';

/** What Temporal itself goes by: a cancellation, in whichever form it comes. */
const isTemporals = (error: unknown): boolean =>
  error instanceof ApplicationFailure ||
  error instanceof CancelledFailure ||
  (error instanceof Error && error.name === 'AbortError');

/** A fault as Temporal is told of it: its code becomes the failure's type, and whether it may be retried. */
function toApplicationFailure(error: unknown): unknown {
  if (isTemporals(error)) return error;
  const fault = translateDatabaseFault(error);
  if (!(fault instanceof AppError)) {
    const cause = fault instanceof Error ? fault : new Error(String(fault));
    return ApplicationFailure.create({ message: UNEXPECTED, type: 'internal_error', cause });
  }
  return ApplicationFailure.create({
    message: inSentences(fault),
    type: fault.code,
    nonRetryable: !RETRYABLE[fault.code],
    cause: fault,
  });
}

/** The activity, with its faults translated. */
export function withFailures<A extends unknown[], R>(activity: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await activity(...args);
    } catch (error) {
      throw toApplicationFailure(error);
    }
  };
}
