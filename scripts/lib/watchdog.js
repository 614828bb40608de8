import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A look at the run every so often: counted, not timed, so that a laptop that slept has slept for one of them only. */
const LOOK_MS = 1_000;
/** How long a test may let nothing else of its process run: mocha's own timeouts do not come through then. */
const STALLED_S = Number(process.env.TEST_STALLED_SECONDS || 120);

/**
 * Watches a run of tests, which writes down every second what it does. One that no longer does so is killed, and the
 * test that it was at is named.
 * @returns where the run writes, and how to end the watch.
 */
export function watchRun() {
  const folder = mkdtempSync(join(tmpdir(), 'ar-video-rotation-run-'));
  const file = join(folder, 'running.json');
  let last = '';
  let unchanged = 0;
  const timer = setInterval(() => {
    const text = readText(file);
    unchanged = text === last ? unchanged + 1 : 0;
    last = text;
    if (text === '' || unchanged * LOOK_MS < STALLED_S * 1_000) return;
    stop();
    const { pid, test } = JSON.parse(text);
    console.error(`\nKilled after ${STALLED_S} s in which nothing else could run: ${test}`);
    process.kill(pid, 'SIGKILL');
  }, LOOK_MS);
  const stop = () => {
    clearInterval(timer);
    rmSync(folder, { recursive: true, force: true });
  };
  return { file, stop };
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Nothing is written before the first test.
  }
}
