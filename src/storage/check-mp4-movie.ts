import { VideoFault } from './bounded-file.js';

/** 18 hours of 60 frames a second. A library makes an object of each sample, so the number must be bounded. */
const MAX_SAMPLES = 4_000_000;
const MAX_TRACKS = 64;

type Boxes = ReadonlyMap<string, readonly Buffer[]>;

/** The first sample description of each track, by the track's number: what its samples are coded as. */
export type SampleEntries = ReadonlyMap<number, Buffer>;

/** Checks the tracks of a `moov` box: there is a video track, and all samples lie within the file. @throws VideoFault */
export function checkMovie(movie: Buffer, fileSize: number): SampleEntries {
  const boxes = childBoxes(movie);
  const tracks = boxes.get('trak') ?? [];
  if (tracks.length > MAX_TRACKS) throw new VideoFault('broken', `it has ${tracks.length} tracks`);
  const media = tracks.map((track) => childBoxes(first(childBoxes(track), 'mdia')));
  const videos = media.filter((boxes) => first(boxes, 'hdlr').toString('latin1', 8, 12) === 'vide');
  if (videos.length === 0) throw new VideoFault('wrong_type', 'it holds no video track');
  let frames = 0;
  for (const track of media) {
    const samples = checkSamples(childBoxes(first(childBoxes(first(track, 'minf')), 'stbl')), fileSize);
    if (videos.includes(track)) frames += samples;
  }
  // Fragmented files keep their samples in fragments; their boxes were walked already.
  if (frames === 0 && !boxes.has('mvex')) throw new VideoFault('broken', 'its video track is empty');
  return new Map(tracks.map(sampleEntry));
}

function sampleEntry(track: Buffer): [number, Buffer] {
  const boxes = childBoxes(track);
  const header = first(boxes, 'tkhd');
  const at = header[0] === 1 ? 20 : 12;
  const table = childBoxes(first(childBoxes(first(childBoxes(first(boxes, 'mdia')), 'minf')), 'stbl'));
  return [header.length < at + 4 ? 0 : header.readUInt32BE(at), table.get('stsd')?.[0] ?? Buffer.alloc(0)];
}

/** Checks one `stbl` box; returns the number of samples. */
function checkSamples(table: Boxes, fileSize: number): number {
  const sizes = sampleSizes(table);
  for (const name of ['stts', 'ctts']) {
    const counts = new Table(table.get(name)?.[0], 4, 8);
    let sum = 0;
    for (let row = 0; row < counts.rows; row += 1) sum += counts.at(row, 0);
    if (sum > MAX_SAMPLES && (name === 'ctts' || !sizes.areFixed))
      throw new VideoFault('broken', 'its index names too many frames');
  }
  const end = endOfSamples(table, sizes);
  if (end > fileSize)
    throw new VideoFault('broken', `it is cut off: its frames go to byte ${end}, the file has ${fileSize}`);
  return sizes.count;
}

/** The first byte after the last sample, wherever the chunks lie. */
function endOfSamples(table: Boxes, sizes: SampleSizes): number {
  const wide = table.get('co64')?.[0];
  const chunks = new Table(wide ?? table.get('stco')?.[0], 4, wide === undefined ? 4 : 8);
  const runs = new Table(table.get('stsc')?.[0], 4, 12);
  let end = 0;
  let sample = 0;
  let run = 0;
  for (let chunk = 0; chunk < chunks.rows && runs.rows > 0; chunk += 1) {
    while (run + 1 < runs.rows && runs.at(run + 1, 0) <= chunk + 1) run += 1;
    const inChunk = runs.at(run, 4);
    // A library walks all samples of a chunk to find the last one.
    if (inChunk > sizes.count && !sizes.areFixed) throw new VideoFault('broken', 'its index is damaged');
    const next = Math.min(sizes.count, sample + inChunk);
    const start = wide === undefined ? chunks.at(chunk, 0) : chunks.at(chunk, 0) * 2 ** 32 + chunks.at(chunk, 4);
    // A chunk without samples of its own still has to begin within the file.
    end = Math.max(end, start + sizes.sum(sample, next));
    sample = next;
  }
  return end;
}

interface SampleSizes {
  count: number;
  areFixed: boolean;
  /** Bytes of the samples from one to before another. */
  sum(from: number, to: number): number;
}

function sampleSizes(table: Boxes): SampleSizes {
  const compact = table.get('stz2')?.[0];
  const box = compact === undefined ? table.get('stsz')?.[0] : widened(compact);
  if (box === undefined || box.length < 12) return { count: 0, areFixed: true, sum: () => 0 };
  const fixed = box.readUInt32BE(4);
  const count = box.readUInt32BE(8);
  if (fixed > 0) return { count, areFixed: true, sum: (from, to) => (to - from) * fixed };
  const rows = new Table(box, 8, 4);
  return {
    count: rows.rows,
    areFixed: false,
    sum: (from, to) => {
      let bytes = 0;
      for (let sample = from; sample < to; sample += 1) bytes += rows.at(sample, 0);
      return bytes;
    },
  };
}

/** A table of sizes of 4, 8 or 16 bits (`stz2`) as one of 32 bits (`stsz`). @throws VideoFault */
function widened(compact: Buffer): Buffer {
  const bits = compact.length < 12 ? 0 : compact.readUInt8(7);
  const count = bits === 0 ? 0 : compact.readUInt32BE(8);
  if (![4, 8, 16].includes(bits) || count > Math.min(MAX_SAMPLES, ((compact.length - 12) * 8) / bits))
    throw new VideoFault('broken', 'its index is damaged');
  const box = Buffer.alloc(12 + 4 * count);
  box.writeUInt32BE(count, 8);
  for (let row = 0; row < count; row += 1) {
    const byte = compact[12 + (row >> 1)] ?? 0;
    const nibble = row % 2 === 0 ? byte >> 4 : byte & 15;
    box.writeUInt32BE(bits === 4 ? nibble : compact.readUIntBE(12 + (row * bits) / 8, bits / 8), 12 + 4 * row);
  }
  return box;
}

/** A box with a number of rows at `countAt`, the rows behind it. @throws VideoFault when they do not fit into it */
class Table {
  readonly rows: number;
  readonly #box: Buffer;
  readonly #start: number;
  readonly #rowBytes: number;

  constructor(box: Buffer | undefined, countAt: number, rowBytes: number) {
    this.#box = box ?? Buffer.alloc(countAt + 4);
    this.#start = countAt + 4;
    this.#rowBytes = rowBytes;
    this.rows = this.#box.length < this.#start ? 0 : this.#box.readUInt32BE(countAt);
    const room = Math.floor((this.#box.length - this.#start) / rowBytes);
    if (this.rows > Math.max(0, Math.min(room, MAX_SAMPLES))) throw new VideoFault('broken', 'its index is damaged');
  }

  at(row: number, offset: number): number {
    return this.#box.readUInt32BE(this.#start + row * this.#rowBytes + offset);
  }
}

/** The boxes in a box by type. @throws VideoFault when they do not fit into it */
function childBoxes(parent: Buffer): Boxes {
  const boxes = new Map<string, Buffer[]>();
  for (let at = 0; at + 8 <= parent.length;) {
    const short = parent.readUInt32BE(at);
    if (short === 0) break; // QuickTime ends some lists with a zero.
    const header = short === 1 ? 16 : 8;
    const isWhole = at + header <= parent.length;
    const size = isWhole && short === 1 ? Number(parent.readBigUInt64BE(at + 8)) : short;
    if (!isWhole || size < header || at + size > parent.length) throw new VideoFault('broken', 'its index is damaged');
    const type = parent.toString('latin1', at + 4, at + 8);
    const same = boxes.get(type) ?? [];
    same.push(parent.subarray(at + header, at + size));
    boxes.set(type, same);
    at += size;
  }
  return boxes;
}

function first(boxes: Boxes, type: string): Buffer {
  const box = boxes.get(type)?.[0];
  if (box === undefined) throw new VideoFault('broken', `its index is damaged: "${type}" is missing`);
  return box;
}
