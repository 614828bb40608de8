import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Says one line about the set-up. On stderr, so that the output of what is started stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A fault of the set-up whose message is all that the user needs. */
export class SetUpFailure extends Error {}

/** Runs the set-up: one message for what the user can put right, a stack for what is our bug. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    say(error instanceof SetUpFailure ? `\n${error.message}` : (error?.stack ?? String(error)));
    process.exitCode = 1;
  }
}
