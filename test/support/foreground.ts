import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/config/project-root.js';
import { eventually } from './eventually.js';

/** A running `npm start`, as a user sees it: its output and its end. */
export interface Foreground {
  readonly pid: number;
  /** All lines of both outputs so far. */
  readonly lines: string[];
  signal(name: NodeJS.Signals): void;
  /** Waits for a line that contains the text, for so long at most, and returns it. */
  line(text: string, withinMs?: number): Promise<string>;
  /** Waits for the end; a signal counts as -1. */
  ended(): Promise<number>;
}

/** Where the stand-ins for the migrations, the API and the worker are. */
export const STAND_IN_FOLDER = join(projectRoot(), 'test', 'runtime', 'fixtures', 'stand-in');
const STAND_IN = join(STAND_IN_FOLDER, 'main.ts');

/** The service itself, as `npm start` runs it. */
const MAIN = join(projectRoot(), 'src', 'main.ts');

/** Runs the foreground process on a data folder, with ports of its own. The migrations, API and worker are stand-ins. */
export const startForeground = (
  dataDir: string,
  environment: NodeJS.ProcessEnv = {},
  args: string[] = [],
): Foreground => runForeground(STAND_IN, dataDir, environment, args);

/** The same with the real migrations, API and worker. */
export const startWholeService = (dataDir: string, environment: NodeJS.ProcessEnv = {}): Foreground =>
  runForeground(MAIN, dataDir, environment, []);

function runForeground(main: string, dataDir: string, environment: NodeJS.ProcessEnv, args: string[]): Foreground {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    cwd: projectRoot(),
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const closed = once(child, 'close');
  return {
    pid: child.pid ?? 0,
    lines,
    signal: (name) => void child.kill(name),
    line: (text, withinMs = 40_000) =>
      eventually(() => {
        const found = lines.find((line) => line.includes(text));
        if (found === undefined) throw new Error(`No line with "${text}" in:\n${lines.join('\n')}`);
        return found;
      }, withinMs),
    ended: async () => {
      await closed;
      return child.exitCode ?? -1;
    },
  };
}
