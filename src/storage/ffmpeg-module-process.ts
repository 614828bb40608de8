import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LIMITS, type FfmpegInput } from './ffmpeg.js';
import type { ModuleAnswer, ModuleTask } from './ffmpeg-module.js';
import { keyFrame } from './key-frame.js';

// The process that decodes one frame with ffmpeg as WebAssembly. Its files lie in memory, so of a video it is given the
// key frame alone. `ffmpeg-module` kills it after its answer, or when it takes too long; it ends when its parent dies.

/** What of @ffmpeg/core is used. */
interface Core {
  FS: { writeFile(name: string, bytes: Uint8Array): void; readFile(name: string): Uint8Array };
  setLogger(logger: (line: { message: string }) => void): void;
  exec(...args: string[]): number;
}

/** The types of Node do not know it. */
interface Memory {
  buffer: ArrayBuffer;
  grow: (this: Memory, pages: number) => number;
}
declare const WebAssembly: { Memory: { prototype: Memory } };

/** Bytes that the module's memory may grow to; ffmpeg then says that there is none left. */
const MAX_MEMORY = 512 * 1024 * 1024;
const PAGE = 65_536;
/** Of a video whose codec the library cannot cut a frame from: small ones are read as they are. */
const MAX_WHOLE = 32 * 1024 * 1024;

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('message', (task: ModuleTask) => {
  void answer(task).then((message) => process.send?.(message));
});

async function answer({ input, output }: ModuleTask): Promise<ModuleAnswer> {
  const said: string[] = [];
  try {
    const { bytes, demuxer } = await toBeDecoded(input);
    const core = await load();
    core.setLogger(({ message }) => said.length < 5 && said.push(message.slice(0, 100)));
    core.FS.writeFile('in', bytes);
    core.exec('-hide_banner', '-loglevel', 'error', ...LIMITS, '-f', demuxer, '-i', 'in', ...output, 'out.jpg');
    const image = core.FS.readFile('out.jpg');
    return image.length > 0 ? { bytes: image } : { message: said.join('; ') };
  } catch (error) {
    return { message: [...said, error instanceof Error ? error.message : 'it broke down'].join('; ').slice(0, 500) };
  }
}

async function toBeDecoded({ path, demuxer, from = 0 }: FfmpegInput): Promise<{ bytes: Uint8Array; demuxer: string }> {
  const frame = demuxer.endsWith('_pipe') ? null : await keyFrame(path, from);
  if (frame !== null) return frame;
  if (statSync(path).size > MAX_WHOLE) throw new Error('the file is too large to be read without cutting a frame out');
  return { bytes: readFileSync(path), demuxer };
}

/** How memory grows, up to a limit. */
const limited = (grow: Memory['grow']): Memory['grow'] =>
  function growWithin(pages) {
    if (this.buffer.byteLength + pages * PAGE > MAX_MEMORY) throw new RangeError('no memory is left');
    return grow.call(this, pages);
  };

/** The loader wants to be in a browser's worker. */
async function load(): Promise<Core> {
  Object.assign(globalThis, { self: globalThis, location: { href: '' }, importScripts: () => undefined });
  WebAssembly.Memory.prototype.grow = limited(WebAssembly.Memory.prototype.grow);
  const require = createRequire(import.meta.url);
  const create: (options: object) => Promise<Core> = require('@ffmpeg/core');
  return create({ wasmBinary: readFileSync(require.resolve('@ffmpeg/core/wasm')) });
}
