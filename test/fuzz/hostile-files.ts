import { gzipSync } from 'node:zlib';

/** Draws whole numbers from 0 to below `limit`. */
export type Draw = (limit: number) => number;

/** Makes a hostile file out of real ones. */
export type Mutation = (original: Buffer, draw: Draw, others: readonly Buffer[]) => Buffer;

/** Numbers at which readers go wrong. */
const EDGES = [0, 1, 7, 8, 15, 16, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const BOXES = /ftyp|moov|mvhd|trak|tkhd|mdia|mdhd|minf|stbl|stsd|avc1|avcC|mdat|moof|traf|trun|tfhd|sidx|udta|free/g;
const TABLES = /stsz|stts|stco|co64|stsc|ctts|stss|elst|stsd|dref|trun|sidx/g;
/** EBML ids of Segment, Tracks, TrackEntry, Cluster, SimpleBlock, Video, Info, Cues. */
const ELEMENTS = ['18538067', '1654ae6b', 'ae', '1f43b675', 'a3', 'e0', '1549a966', '1c53bb6b'];

const pick = <T>(draw: Draw, from: readonly T[], otherwise: T): T => from[draw(from.length)] ?? otherwise;
const edge = (draw: Draw): number => (draw(4) === 0 ? draw(2 ** 32) : pick(draw, EDGES, 0));
const random = (draw: Draw, bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, () => draw(256)));
const box = (type: string, content: Buffer): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(content.length + 8);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
};

/** Where one of the names stands, drawn; -1 when the file has none of them. */
function place(file: Buffer, names: RegExp, draw: Draw): number {
  const found = [...file.toString('latin1').matchAll(names)].map(({ index }) => index);
  return pick(draw, found, -1);
}

function overwritten(original: Buffer, at: number, value: number): Buffer {
  const file = Buffer.from(original);
  if (at >= 0 && at + 4 <= file.length) file.writeUInt32BE(value, at);
  return file;
}

function flipped(original: Buffer, draw: Draw, within: number): Buffer {
  const file = Buffer.from(original);
  for (let flips = 1 + draw(40); flips > 0; flips -= 1) {
    const at = draw(Math.min(within, file.length));
    file[at] = (file[at] ?? 0) ^ (1 << draw(8));
  }
  return file;
}

/** Boxes within boxes, or elements within elements, down to where a recursion would end the process. */
function nested(original: Buffer, draw: Draw): Buffer {
  const depth = 2 ** draw(15);
  const type = pick(draw, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'udta', 'meta', 'moof'], 'moov');
  const isWebm = original.readUInt32BE(0) === 0x1a45dfa3;
  const layers = Array.from({ length: depth }, (_, index) => {
    if (isWebm) return Buffer.from('1f43b67501ffffffffffffff', 'hex');
    const header = Buffer.from(`\0\0\0\0${type}`, 'latin1');
    header.writeUInt32BE((depth - index) * 8);
    return header;
  });
  const head = original.subarray(0, isWebm ? 64 : original.readUInt32BE(0));
  return Buffer.concat([head, ...layers, original.subarray(head.length)]);
}

/** A box, or an element, that says it is larger than any disk. */
function endless(original: Buffer, draw: Draw): Buffer {
  const at = draw(2) === 0 ? place(original, BOXES, draw) : -1;
  if (at >= 4) {
    const large = Buffer.alloc(8);
    large.writeBigUInt64BE(2n ** BigInt(32 + draw(32)) - BigInt(draw(3)));
    return Buffer.concat([overwritten(original, at - 4, 1).subarray(0, at + 4), large, original.subarray(at + 4)]);
  }
  const id = Buffer.from(pick(draw, ELEMENTS, 'a3'), 'hex');
  const where = original.indexOf(id);
  if (where < 0) return Buffer.concat([original, id, Buffer.from('01fffffffffffffe', 'hex')]);
  const file = Buffer.from(original);
  file.fill(
    pick(draw, ['01fffffffffffffe', '01ffffffffffffff', '10000000', 'ff', '00', '80'], '00'),
    where + id.length,
    where + id.length + 8,
    'hex',
  );
  return file;
}

/** A video that is something else as well. */
function polyglot(original: Buffer, draw: Draw): Buffer {
  const other = pick(
    draw,
    [
      Buffer.from('<!doctype html><script>alert(document.domain)</script>'),
      Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
      Buffer.from('UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAABAAAAYVBLBQYAAAAAAQABAC8AAAAfAAAAAAA=', 'base64'),
      Buffer.from('#!/bin/sh\nrm -rf /\n'),
      Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n'),
      gzipSync(Buffer.alloc(1_000_000)),
    ],
    Buffer.alloc(0),
  );
  const ways = [
    [original, other],
    [other, original],
    [original, box('free', other)],
    [box('free', other), original],
  ];
  return Buffer.concat(pick(draw, ways, [original]));
}

function spliced(original: Buffer, draw: Draw, others: readonly Buffer[]): Buffer {
  const other = pick(draw, others, original);
  return Buffer.concat([original.subarray(0, draw(original.length)), other.subarray(draw(other.length))]);
}

/** A piece is taken out, repeated, or emptied. */
function cut(original: Buffer, draw: Draw): Buffer {
  const from = draw(original.length);
  const to = Math.min(original.length, from + 1 + draw(2_000));
  const piece = original.subarray(from, to);
  const middle = pick(
    draw,
    [Buffer.alloc(0), Buffer.concat(Array.from({ length: 1 + draw(50) }, () => piece)), Buffer.alloc(piece.length)],
    piece,
  );
  return Buffer.concat([original.subarray(0, from), middle, original.subarray(to)]);
}

/** Something behind the end: another file, zeros, or a beginning of something known. */
function appended(original: Buffer, draw: Draw, others: readonly Buffer[]): Buffer {
  const tails = [
    Buffer.alloc(1 + draw(5_000)),
    random(draw, 1 + draw(5_000)),
    pick(draw, others, original),
    box(pick(draw, ['moov', 'moof', 'mdat', 'free', 'uuid'], 'free'), random(draw, draw(200))),
    Buffer.from(pick(draw, ['1f43b675', '1f43', '1c53bb6bff', '18538067ff', '1a45dfa3'], 'a3'), 'hex'),
  ];
  return Buffer.concat([original, pick(draw, tails, original)]);
}

/** Another kind of file, by its own words: a brand, no kind at all, a codec that it does not have. */
function misnamed(original: Buffer, draw: Draw): Buffer {
  const file = Buffer.from(original);
  const name = (names: readonly string[], at: number): void => {
    if (at >= 0 && at + 4 <= file.length) file.write(pick(draw, names, 'free'), at, 'latin1');
  };
  if (draw(3) === 0) name(['wide', 'free', 'skip', 'uuid', 'pnot', 'mdat', 'moov', 'meta'], 4);
  if (draw(3) === 0) name(['qt  ', '3gp4', 'M4A ', 'avif', 'heic', 'f4v ', 'crx '], 8);
  const codecs = ['encv', 'mp4v', 'jpeg', 'apch', 'hvc1', 'av01', 'vp09', 's263', 'dvh1', 'avc3', 'mp4a', 'stz2'];
  if (draw(2) === 0) name(codecs, place(file, /avc1|mp4a|stsz/g, draw));
  return file;
}

/** What is done to a file, by name. */
export const MUTATIONS: Record<string, Mutation> = {
  none: (original) => original,
  'bit flips': (original, draw) => flipped(original, draw, original.length),
  'bit flips in the head': (original, draw) => flipped(original, draw, 1_024),
  truncated: (original, draw) => original.subarray(0, draw(original.length)),
  empty: () => Buffer.alloc(0),
  'lying box size': (original, draw) => overwritten(original, place(original, BOXES, draw) - 4, edge(draw)),
  'huge count': (original, draw) => {
    const at = place(original, TABLES, draw);
    return overwritten(original, at < 0 ? at : at + 8 + 4 * draw(2), edge(draw));
  },
  'edge number anywhere': (original, draw) => overwritten(original, draw(original.length), edge(draw)),
  'edge number in the head': (original, draw) => overwritten(original, draw(1_500), edge(draw)),
  'deep nesting': nested,
  'endless size': endless,
  polyglot,
  appended,
  misnamed,
  spliced,
  cut,
  'random bytes': (_original, draw) => random(draw, draw(20_000)),
  'random behind a true beginning': (original, draw) =>
    Buffer.concat([original.subarray(0, 16 + draw(500)), random(draw, draw(20_000))]),
  'too large': (original, draw) => Buffer.concat([original, box('free', Buffer.alloc(1_000_000 + draw(1_000_000)))]),
  compressed: (original) => gzipSync(original),
};
