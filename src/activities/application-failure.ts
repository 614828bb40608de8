import { ApplicationFailure } from '@temporalio/activity';
import { AppError, RETRYABLE } from '../domain/errors.js';

/** With what is wrong in each field, as operators see nothing but the message. */
const inWords = ({ message, fields }: AppError): string =>
  [message, ...fields.map((fault) => `${fault.field} ${fault.message}.`)].join(' ');

/** A fault as Temporal is told of it: its code becomes the failure's type, and whether it may be retried. */
function toApplicationFailure(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  return ApplicationFailure.create({
    message: inWords(error),
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
