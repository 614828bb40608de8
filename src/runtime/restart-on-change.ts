import { watch } from 'node:fs';
import { messageOf } from './start-failure.js';
import type { Supervisor } from './supervisor.js';

/** An editor that saves several files, or a git checkout, is one change. */
const SETTLE_MS = 100;
/** What a change interrupts may be lost: whatever was answered is in Postgres, and the next process goes on. */
const GRACE_MS = 300;
/** What runs in the process of the developer's terminal itself. */
const OF_THE_PARENT = /^runtime[/\\]/;

/**
 * Starts the API and the worker anew whenever a file of the source changes, until the process ends; Postgres and
 * Temporal stay up.
 * @param folder of the source, with everything below it.
 */
export function restartOnChange(folder: string, supervisor: Supervisor, log: (line: string) => void): void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const restart = (): void => {
    log(`Changed: ${[...changed].toSorted().join(', ')}`);
    if ([...changed].some((file) => OF_THE_PARENT.test(file))) log('A change of src/runtime needs a new start.');
    changed.clear();
    for (const name of ['api', 'worker']) {
      supervisor.restart(name, GRACE_MS).catch((error: unknown) => log(`${name}: ${messageOf(error)}`));
    }
  };
  watch(folder, { recursive: true, persistent: false }, (_event, file) => {
    if (file === null || !file.endsWith('.ts')) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(restart, SETTLE_MS);
  });
  log(`Watching ${folder}: API and worker start anew when it changes.`);
}
