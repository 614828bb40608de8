import { ApplicationFailure } from '@temporalio/activity';
import { AppError, RETRYABLE } from '../domain/errors.js';

/** A fault as Temporal is told of it: its code becomes the failure's type, and whether it may be retried. */
function toApplicationFailure(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    nonRetryable: !RETRYABLE[error.code],
    cause: error,
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
