import { type ChildProcess, fork } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../domain/errors.js';
import { createLimiter } from '../concurrency/limiter.js';
import type { VideoMeasures } from './read-video.js';
import { toStorageError } from './storage-error.js';

/** What the process that opens the files is asked: to measure one, or to write it to `target` with its index in front. */
export interface VideoTask {
  path: string;
  target?: string;
}

/** What it answers. */
export type VideoAnswer =
  | { outcome: 'measured'; measures: VideoMeasures }
  | { outcome: 'rewritten'; isRewritten: boolean }
  | { outcome: 'wrong_type' | 'broken' | 'unreadable'; message: string };

/** Checks and measures video files by their content. */
export interface VideoMeasurer {
  /**
   * @param path a finished local file
   * @throws AppError `unsupported_media_type` when it is no MP4, MOV, WebM or Matroska video; `validation_failed` when it is
   *   broken, cut off or empty; both name the fault at the field `file`. `storage_unavailable` when it cannot be read.
   */
  measure(path: string): Promise<VideoMeasures>;
  /**
   * Writes an MP4 or MOV whose index stands behind the media data to `target`, with the index in front.
   * @param path a finished local file @param target a local file, which is overwritten
   * @returns false: there is nothing to gain, or it could not be done without loss; `target` is of no use then.
   * @throws AppError as `measure`
   */
  moveIndexToFront(path: string, target: string): Promise<boolean>;
  /** Ends the process that opens the files; a later `measure` starts another. */
  close(): void;
}

/** The defaults serve; tests set their own. */
export interface VideoMeasurerOptions {
  /** Milliseconds for one file, to which comes what its size allows. */
  timeoutMs?: number;
  /** MiB that the heap of the process may take. */
  maxHeapMiB?: number;
  /** Milliseconds without a file after which the process is ended. */
  idleMs?: number;
  /** Environment of the process; empty by default, as what reads hostile files should hold no credentials. */
  environment?: Readonly<Record<string, string | undefined>>;
}

// A process and not a worker thread: V8 ends the whole process when a thread's heap overflows at once, and tsx does not
// load TypeScript into threads. The extension is this file's own: .ts under tsx, .js in a build.
const PROCESS_FILE = fileURLToPath(new URL(`./measure-process${extname(import.meta.url)}`, import.meta.url));
const MIB = 1024 * 1024;
/** A second for 64 MiB. */
const MEASURE_MS_FOR_MIB = 1_000 / 64;
/** It is read twice and written once, on a disk that may be slow: 4 MiB a second. */
const REWRITE_MS_FOR_MIB = 1_000 / 4;

/**
 * Files are opened in a process of their own, one at a time: a file that was made to exhaust its reader costs that
 * process, which is then replaced. It starts with the first file and never keeps its parent alive.
 */
export function createVideoMeasurer(options: VideoMeasurerOptions = {}): VideoMeasurer {
  const { timeoutMs = 10_000, maxHeapMiB = 256, idleMs = 60_000, environment = {} } = options;
  const oneAtATime = createLimiter(1);
  let reader: Reader | null = null;
  let idle: NodeJS.Timeout | undefined;

  const close = () => {
    clearTimeout(idle);
    if (reader?.child.connected === true) reader.child.disconnect();
    reader = null;
  };
  const carryOut = async (task: VideoTask, msForMiB: number) => {
    clearTimeout(idle);
    const size = await sizeOf(task.path);
    if (reader?.child.connected !== true) reader = startProcess(maxHeapMiB, environment);
    const answer = await ask(reader, task, timeoutMs + (size / MIB) * msForMiB);
    idle = setTimeout(close, idleMs).unref();
    return answer;
  };
  return {
    measure: async (path) => toMeasures(await oneAtATime(() => carryOut({ path }, MEASURE_MS_FOR_MIB))),
    moveIndexToFront: async (path, target) =>
      isRewritten(await oneAtATime(() => carryOut({ path, target }, REWRITE_MS_FOR_MIB))),
    close,
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw toStorageError(error, 'reading the upload');
  }
}

interface Reader {
  child: ChildProcess;
  /** The end of what it wrote to stderr: why it did not start. A full heap makes V8 write there too. */
  said: () => string;
}

function startProcess(maxHeapMiB: number, environment: NodeJS.ProcessEnv): Reader {
  const flags = process.execArgv.filter((flag) => !flag.startsWith('--inspect'));
  const child = fork(PROCESS_FILE, {
    env: environment,
    execArgv: [...flags, `--max-old-space-size=${maxHeapMiB}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let tail = '';
  child.stderr?.on('data', (text: Buffer) => (tail = (tail + text.toString()).slice(-1_000)));
  if (child.stderr instanceof Socket) child.stderr.unref();
  return { child, said: () => tail };
}

/** Sends the task to the process. One that does not answer in time is killed, and the file counts as broken. */
function ask({ child, said }: Reader, task: VideoTask, timeoutMs: number): Promise<VideoAnswer> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    const settle = (action: () => void) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit).off('error', onError).unref();
      child.channel?.unref();
      action();
    };
    const onMessage = (message: unknown) => {
      if (isAnswer(message)) settle(() => resolve(message));
    };
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = (code: number | null, signal: string | null) =>
      settle(() => {
        if (isLate) return resolve({ outcome: 'broken', message: 'it takes too long to read' });
        // V8 ends itself by a signal (SIGABRT, SIGTRAP) when the heap is full, and the system kills what takes too much.
        if (signal !== null) return resolve({ outcome: 'broken', message: 'it takes too much memory to read' });
        reject(new Error(`The process that opens videos ended with code ${code}: ${said()}`));
      });
    child.ref();
    child.channel?.ref();
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    child.send(task, (error) => error && onError(error));
  });
}

/** Only `measure-process` writes to the channel, so its mark is enough. */
function isAnswer(message: unknown): message is VideoAnswer {
  return typeof message === 'object' && message !== null && 'outcome' in message;
}

function toMeasures(answer: VideoAnswer): VideoMeasures {
  if (answer.outcome === 'measured') return answer.measures;
  throw toFault(answer);
}

/** A file that is too much for the process is one that cannot be rewritten: it was measured before, so it plays. */
function isRewritten(answer: VideoAnswer): boolean {
  if (answer.outcome === 'rewritten') return answer.isRewritten;
  if (answer.outcome === 'broken') return false;
  throw toFault(answer);
}

function toFault(answer: VideoAnswer): Error {
  if (!('message' in answer)) return new Error(`The process that opens videos answered "${answer.outcome}".`);
  if (answer.outcome === 'unreadable') {
    return new AppError('storage_unavailable', 'The upload could not be read back.', { cause: answer.message });
  }
  const code = answer.outcome === 'wrong_type' ? 'unsupported_media_type' : 'validation_failed';
  const message = `The file is not a video that can be shown: ${answer.message}.`;
  return new AppError(code, message, { fields: [{ field: 'file', message: answer.message }] });
}
