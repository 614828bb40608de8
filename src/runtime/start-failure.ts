/**
 * The service cannot be started. The message is all that the operator sees, so it names the cause and the way out;
 * everything else that reaches the top is a bug and shows its stack.
 */
export class StartFailure extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'StartFailure';
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
