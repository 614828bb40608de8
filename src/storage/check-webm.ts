import { type BoundedFile, VideoFault } from './bounded-file.js';

// Element ids of Matroska (RFC 9559), the format that WebM is a part of.
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const DURATION = 0x4489;
const TIMESTAMP_SCALE = 0x2ad7b1;
const TRACKS = 0x1654ae6b;
const CUES = 0x1c53bb6b;
const CLUSTER = 0x1f43b675;
const CLUSTER_TIMESTAMP = 0xe7;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const SIMPLE_BLOCK = 0xa3;
const OTHER_PARTS = [0x114d9b74, 0x1254c367, 0x1043a770, 0x1941a469]; // SeekHead, Tags, Chapters, Attachments
const TOP_LEVEL = new Set([INFO, TRACKS, CUES, CLUSTER, ...OTHER_PARTS]);
const VOID = 0xec;
const CRC32 = 0xbf;

/** Far more than an index of three hours needs; a library makes an object of each entry. */
const MAX_CUES_BYTES = 4 * 1024 * 1024;
/** A cut exactly between two clusters shows only in the duration: by more than this, or by two frames if longer. */
const DURATION_TOLERANCE_MS = 2_000;

interface Element {
  start: number;
  id: number;
  content: number;
  /** First byte after it; for one of unknown size, as live recordings have, the end of what holds it. */
  end: number;
  isOpen: boolean;
}

interface Progress {
  hasTracks: boolean;
  blocks: number;
  scaleNs: number;
  declaredMs: number | null;
  lastCluster: Element | null;
}

/** Walks the clusters of a WebM file: each must lie within it, the last one near the declared end. @throws VideoFault */
export function checkWebm(file: BoundedFile): void {
  const head = readElement(file, 0, file.size);
  if (head.id !== EBML || head.isOpen) throw new VideoFault('broken', 'its header is damaged');
  const segment = readElement(file, head.end, file.size);
  if (segment.id !== SEGMENT) throw new VideoFault('broken', 'its header is damaged');
  const progress: Progress = { hasTracks: false, blocks: 0, scaleNs: 1_000_000, declaredMs: null, lastCluster: null };
  for (let at = segment.content; at < segment.end;) {
    const element = readElement(file, at, segment.end);
    at = visit(file, element, progress);
  }
  if (!progress.hasTracks) throw new VideoFault('broken', 'its list of tracks is missing: it is cut off');
  if (progress.lastCluster === null) throw new VideoFault('broken', 'it holds no frames: it is cut off');
  checkEnd(file, progress, progress.lastCluster);
}

/** Takes note of a top-level element; returns where the next begins. */
function visit(file: BoundedFile, element: Element, progress: Progress): number {
  if (!TOP_LEVEL.has(element.id) && element.id !== VOID && element.id !== CRC32) {
    // Mediabunny looks for the next known part here, and may find the same place for ever.
    throw new VideoFault('broken', `there is no known part at byte ${element.start}`);
  }
  if (element.id === TRACKS) progress.hasTracks = true;
  if (element.id === INFO) readInfo(file, element, progress);
  if (element.id === CUES && element.end - element.content > MAX_CUES_BYTES) {
    throw new VideoFault('broken', 'its index is too large');
  }
  if (element.id !== CLUSTER) {
    if (element.isOpen) throw new VideoFault('broken', 'one of its parts has no size');
    return element.end;
  }
  progress.lastCluster = element;
  return element.isOpen ? walkCluster(file, element).end : element.end;
}

function readInfo(file: BoundedFile, info: Element, progress: Progress): void {
  for (let at = info.content; at < info.end;) {
    const element = readElement(file, at, info.end);
    const bytes = file.peek(element.content, Math.min(8, element.end - element.content));
    if (element.id === TIMESTAMP_SCALE) progress.scaleNs = readUnsigned(bytes);
    if (element.id === DURATION && bytes.length === 4) progress.declaredMs = bytes.readFloatBE(0);
    if (element.id === DURATION && bytes.length === 8) progress.declaredMs = bytes.readDoubleBE(0);
    at = element.end;
  }
  if (progress.declaredMs !== null) progress.declaredMs *= progress.scaleNs / 1e6;
}

/** The last two timestamps of the last cluster against the declared duration. */
function checkEnd(file: BoundedFile, progress: Progress, cluster: Element): void {
  const { last, beforeLast, blocks } = walkCluster(file, cluster);
  if (blocks === 0) throw new VideoFault('broken', 'its last part holds no frames: it is cut off');
  if (progress.declaredMs === null || !Number.isFinite(progress.declaredMs)) return;
  const scaleMs = progress.scaleNs / 1e6;
  const tolerance = Math.max(DURATION_TOLERANCE_MS, 2 * (last - beforeLast) * scaleMs);
  const reached = last * scaleMs;
  if (reached + tolerance >= progress.declaredMs) return;
  throw new VideoFault(
    'broken',
    `it is cut off: its frames end at ${seconds(reached)} of ${seconds(progress.declaredMs)}`,
  );
}

function walkCluster(file: BoundedFile, cluster: Element) {
  let timestamp = 0;
  let last = 0;
  let beforeLast = 0;
  let blocks = 0;
  let at = cluster.content;
  while (at < cluster.end) {
    const element = readElement(file, at, cluster.end);
    if (cluster.isOpen && TOP_LEVEL.has(element.id)) break;
    if (element.isOpen) throw new VideoFault('broken', 'one of its parts has no size');
    if (element.id === CLUSTER_TIMESTAMP)
      timestamp = readUnsigned(file.peek(element.content, Math.min(8, element.end - element.content)));
    const relative = blockTimestamp(file, element);
    if (relative !== null) {
      blocks += 1;
      if (timestamp + relative > last) [beforeLast, last] = [last, timestamp + relative];
    }
    at = element.end;
  }
  return { end: at, last, beforeLast, blocks };
}

/** The timestamp of a block relative to its cluster; null for other elements. */
function blockTimestamp(file: BoundedFile, element: Element): number | null {
  if (element.id === BLOCK_GROUP) {
    for (let at = element.content; at < element.end;) {
      const child = readElement(file, at, element.end);
      if (child.id === BLOCK) return blockTimestamp(file, child);
      at = child.end;
    }
    return null;
  }
  if (element.id !== SIMPLE_BLOCK && element.id !== BLOCK) return null;
  const head = file.peek(element.content, Math.min(12, element.end - element.content));
  const trackLength = numberLength(head[0] ?? 0);
  return head.length < trackLength + 2 ? null : head.readInt16BE(trackLength);
}

/** @throws VideoFault when the element does not fit into what holds it */
function readElement(file: BoundedFile, at: number, limit: number): Element {
  const head = file.peek(at, 12);
  const idLength = numberLength(head[0] ?? 0);
  if (head.length <= idLength && idLength <= 4) throw new VideoFault('broken', 'it is cut off');
  const sizeLength = numberLength(head[idLength] ?? 0);
  if (idLength > 4 || sizeLength > 8) throw new VideoFault('broken', `there is no element at byte ${at}`);
  if (head.length < idLength + sizeLength) throw new VideoFault('broken', 'it is cut off');
  const id = head.readUIntBE(0, idLength);
  const content = at + idLength + sizeLength;
  const size = readSize(head.subarray(idLength, idLength + sizeLength));
  if (size === null) return { id, start: at, content, end: limit, isOpen: true };
  const end = content + size;
  if (end > limit)
    throw new VideoFault('broken', `it is cut off: a part goes to byte ${end}, the file has ${file.size}`);
  return { id, start: at, content, end, isOpen: false };
}

/** Bytes of a variable-length number by its first byte; 9 when it is none. */
function numberLength(firstByte: number): number {
  return Math.clz32(firstByte) - 23;
}

/** Null: unknown, written as all ones. */
function readSize(bytes: Buffer): number | null {
  const first = bytes[0] ?? 0;
  const mask = (1 << (8 - bytes.length)) - 1;
  const rest = bytes.subarray(1);
  if ((first & mask) === mask && rest.every((byte) => byte === 0xff)) return null;
  return rest.reduce((value, byte) => value * 256 + byte, first & mask);
}

function readUnsigned(bytes: Buffer): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
