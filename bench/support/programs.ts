import { fileURLToPath } from 'node:url';
import { startProcess, type ManagedProcess } from '../../src/runtime/managed-process.js';

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
  timeoutMs?: number;
}

const running = new Set<ManagedProcess>();
const KEPT_LINES = 40;

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
  const { name, dataDir, env = {}, readyWhen = 'ready', timeoutMs = 60_000 } = options;
  const lines: string[] = [];
  const messages: string[] = [];
  let heard: () => void = () => undefined;
  const child = startProcess({
    name,
    command: options.command ?? process.execPath,
    args: options.args,
    env: { ...plainEnvironment(), ...env },
    dataDir,
    output: {
      onLine: (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        if (line.startsWith('{"message"')) messages.push(line);
        heard();
      },
    },
  });
  endWithUs(child);
  let ended = false;
  void child.exited.then(() => {
    ended = true;
    heard();
  });

  async function until<T>(find: () => T | undefined, what: string, deadlineMs: number): Promise<T> {
    const deadline = performance.now() + deadlineMs;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const left = deadline - performance.now();
      if (ended || left <= 0) throw new Error(`${name} ${ended ? 'ended' : 'is late'}, ${what}:\n${lines.join('\n')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        heard = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const readyLine = await until(() => lines.find((line) => line.includes(readyWhen)), 'not ready', timeoutMs);
  const message = async <T>(): Promise<T> => {
    const line = await until(() => messages.shift(), 'no message', 120_000);
    return (JSON.parse(line) as { message: T }).message;
  };
  return { ...child, pid: child.pid ?? 0, readyLine, message };
}
