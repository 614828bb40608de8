import { parseArgs } from 'node:util';
import { messageOf, StartFailure } from './start-failure.js';

export interface CommandLine {
  help: boolean;
  demo: boolean;
  /** API and worker start anew when their source changes. */
  watch: boolean;
}

export const USAGE = `Starts the whole service: Postgres, Temporal, the API and the worker.

  npm start                 with a demo on the first start
  npm start -- --no-demo    without it
  npm start -- --help       this text
  npm run dev               from source; API and worker start anew when it changes

Everything else is set by environment variables, for example PORT=3001 npm start.
.env.example lists them all with their defaults.`;

/** @throws StartFailure for an argument that does not exist. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', short: 'h' }, 'no-demo': { type: 'boolean' }, watch: { type: 'boolean' } },
    });
    return { help: values.help ?? false, demo: !(values['no-demo'] ?? false), watch: values.watch ?? false };
  } catch (cause) {
    throw new StartFailure(`${messageOf(cause)}\n\n${USAGE}`, { cause });
  }
}
