import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiProcess } from '../api-process.js';
import { pythonWith, runCommand } from '../../support/python.js';

const FOLDER = import.meta.dirname;
const DOCUMENT = join(FOLDER, '..', '..', '..', 'docs', 'openapi.json');
const RUN = 'import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())';

/** How many operations the document has. */
export function countOperations(): number {
  const { paths }: { paths: Record<string, object> } = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
  return Object.values(paths).flatMap((path) => Object.keys(path)).length;
}

/** How much is tried. */
export interface FuzzApiOptions {
  seed: number;
  phases: readonly string[];
  /** Of each operation at most. */
  maxExamples: number;
  /** The whole run goes on until so many seconds are over; null: until all phases have ended. */
  seconds: number | null;
  onText?: (text: string) => void;
}

/** What came of it. */
export interface FuzzApiReport {
  cases: number;
  isGood: boolean;
  output: string;
}

/** Tries a real API with what its document allows and forbids, and holds its answers against the document. */
export async function fuzzApi({ seed, phases, maxExamples, seconds, onText }: FuzzApiOptions): Promise<FuzzApiReport> {
  const python = await pythonWith('schemathesis==4.32.5');
  const cwd = await mkdtemp(join(tmpdir(), 'schemathesis-')); // It leaves notes for its next run where it runs.
  const api = await startApiProcess({ MAX_UPLOAD_BYTES: '10000000' });
  try {
    await api.makeContents(3);
    const config = ['--config-file', join(FOLDER, 'schemathesis.toml'), '--no-color'];
    const what = ['run', DOCUMENT, '--url', api.url, '--phases', phases.join(), '--checks', 'all'];
    // One thread: Python 3.11 loses count of its recursion where several parse at once ("AST constructor recursion depth").
    const much = ['--max-examples', String(maxExamples), '--seed', String(seed), '--workers', '1'];
    const long = seconds === null ? [] : ['--max-time', String(seconds)];
    const env = { ...process.env, API_KEY: api.key, PYTHONPATH: FOLDER, PYTHONDONTWRITEBYTECODE: '1' };
    const run = runCommand(python, ['-c', RUN, ...config, ...what, ...much, ...long, '--generation-database', 'none'], {
      env,
      cwd,
      ...(onText && { onText }),
    });
    const { code, output } = await run;
    return { cases: Number(/(\d+) generated/.exec(output)?.[1] ?? 0), isGood: code === 0, output };
  } finally {
    await api.stop();
    await rm(cwd, { recursive: true, force: true });
  }
}
