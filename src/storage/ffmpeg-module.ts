import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ffmpeg, FfmpegInput, FfmpegOptions } from './ffmpeg.js';

/** What the process is asked. */
export interface ModuleTask {
  input: FfmpegInput;
  output: readonly string[];
}

/** What it answers: an image, or why there is none. */
export type ModuleAnswer = { bytes: Uint8Array } | { message: string };

const PROCESS_FILE = fileURLToPath(new URL(`./ffmpeg-module-process${extname(import.meta.url)}`, import.meta.url));
const MAX_HEAP_MIB = 256;

/**
 * Looks for ffmpeg as WebAssembly, the optional package @ffmpeg/core; null when it is not installed. Each run has a process
 * of its own, without an environment, which is killed when it takes too long: what a hostile file does to the decoder
 * stays within the module's memory.
 */
export function findFfmpegModule(options: Omit<FfmpegOptions, 'ffmpegPath'>): Ffmpeg | null {
  try {
    createRequire(import.meta.url).resolve('@ffmpeg/core');
  } catch {
    return null;
  }
  return (input, output) => run({ input, output }, options);
}

function run(task: ModuleTask, { timeoutMs, maxOutputBytes }: Omit<FfmpegOptions, 'ffmpegPath'>): Promise<Buffer> {
  const flags = process.execArgv.filter((flag) => !flag.startsWith('--inspect'));
  const child = fork(PROCESS_FILE, {
    env: {},
    execArgv: [...flags, `--max-old-space-size=${MAX_HEAP_MIB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`ffmpeg as WebAssembly made nothing: it ended with ${signal ?? `code ${code}`}`));
    });
    child.on('message', (answer: ModuleAnswer) => {
      child.kill('SIGKILL');
      if (!('bytes' in answer)) reject(new Error(`ffmpeg as WebAssembly made nothing: ${answer.message}`));
      else if (answer.bytes.length > maxOutputBytes) reject(new Error('ffmpeg as WebAssembly wrote too much'));
      else resolve(Buffer.from(answer.bytes));
    });
    child.send(task, (error) => error && reject(error));
  });
}
