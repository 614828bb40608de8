import { fileURLToPath } from 'node:url';
import { startProcess, type ManagedProcess } from '../../src/runtime/managed-process.js';
import { SpokenLines } from './spoken-lines.js';

/** A running child, and what it says. */
export interface Program extends ManagedProcess {
  /** The line that said that it is ready. */
  readonly readyLine: string;
  readonly pid: number;
  /** The next message (a line of JSON) that was not taken yet. @throws when the child ends instead. */
  message<T>(): Promise<T>;
}

export interface ProgramOptions {
  /** Unique within the data folder. */
  name: string;
  command?: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  dataDir: string;
  /** What the line contains by which it says that it is ready. */
  readyWhen?: string;
}

const running = new Set<ManagedProcess>();
const READY_TIMEOUT_MS = 60_000;
const MESSAGE_TIMEOUT_MS = 180_000;

/** Whatever the reason for our end: none of the children is to outlive it. */
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** Has a child killed with us that was started elsewhere. */
export function endWithUs(child: ManagedProcess): void {
  running.add(child);
  void child.exited.then(() => running.delete(child));
}

/** Not our own environment: variables of the service are meant for another installation. */
export const plainEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: process.env['HOME'] });

/** How a TypeScript program of the benchmarks is run. */
export const ofProgram = (name: string, ...args: string[]): string[] => [
  '--import',
  import.meta.resolve('tsx'),
  fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url)),
  ...args,
];

/** Starts a child and waits until it says that it is ready. @throws with its last lines when it does not get there. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { name, command = process.execPath, args, dataDir, env = {}, readyWhen = 'ready' } = options;
  const spoken = new SpokenLines();
  const child = startProcess({
    name,
    command,
    args,
    env: { ...plainEnvironment(), ...env },
    dataDir,
    output: { onLine: spoken.hear },
  });
  endWithUs(child);
  void child.exited.then(() => spoken.end());
  const readyLine = await spoken.line(readyWhen, READY_TIMEOUT_MS);
  return { ...child, pid: child.pid ?? 0, readyLine, message: () => spoken.message(MESSAGE_TIMEOUT_MS) };
}
