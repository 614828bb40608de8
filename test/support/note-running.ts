import { writeFileSync } from 'node:fs';
import mocha from 'mocha';

const { EVENT_HOOK_BEGIN, EVENT_RUN_BEGIN, EVENT_TEST_BEGIN } = mocha.Runner.constants;
const BEAT_MS = 1_000;

/** Writes down what runs, and every second that it still does, for the watchdog of `npm test`. */
export function noteRunning(runner: Mocha.Runner): void {
  const file = process.env['TEST_RUNNING_FILE'];
  if (file === undefined) return;
  let test = 'before the first test';
  const note = (): void => {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid, test, at: performance.now() }));
    } catch {
      // The watchdog is gone, and its folder with it: the run is about to end, too.
    }
  };
  const begin = (runnable: Mocha.Runnable): void => {
    test = runnable.fullTitle();
    note();
  };
  runner.on(EVENT_TEST_BEGIN, begin);
  runner.on(EVENT_HOOK_BEGIN, begin);
  runner.once(EVENT_RUN_BEGIN, () => {
    note();
    setInterval(note, BEAT_MS).unref();
  });
}
