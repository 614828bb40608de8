import { type BoundedFile, VideoFault } from './bounded-file.js';

// Element ids of Matroska (RFC 9559), the format that WebM is a part of.
const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
const SEGMENT = 0x18538067;
const SEEK_HEAD = 0x114d9b74;
const SEEK = 0x4dbb;
const SEEK_POSITION = 0x53ac;
const TRACKS = 0x1654ae6b;
const CUES = 0x1c53bb6b;
const CLUSTER = 0x1f43b675;
const BLOCK_GROUP = 0xa0;
const SIMPLE_BLOCK = 0xa3;
const OTHER_PARTS = [0x1549a966, 0x1254c367, 0x1043a770, 0x1941a469]; // Info, Tags, Chapters, Attachments
const TOP_LEVEL = new Set([SEEK_HEAD, TRACKS, CUES, CLUSTER, ...OTHER_PARTS]);
const VOID = 0xec;
const CRC32 = 0xbf;
/** Timestamp, Position, PrevSize, SilentTracks, EncryptedBlock and the blocks. */
const IN_CLUSTER = new Set([0xe7, 0xa7, 0xab, 0x5854, 0xaf, BLOCK_GROUP, SIMPLE_BLOCK, VOID, CRC32]);

/** Far more than an index of three hours needs; a library makes an object of each entry. */
const MAX_CUES_BYTES = 4 * 1024 * 1024;

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
  /** The furthest part that a SeekHead names. */
  furthestPart: number;
}

/** Where the parts of a file end: what follows is none of it, and players leave it alone. */
export interface CheckedWebm {
  end: number;
}

/** The type of document that the header of a Matroska file names; null: it is no such file. */
export function documentType(file: BoundedFile): string | null {
  if (file.size < 4 || file.peek(0, 4).readUInt32BE(0) !== EBML) return null;
  const head = readElement(file, 0, file.size);
  for (let at = head.content; !head.isOpen && at < head.end;) {
    const element = readElement(file, at, head.end);
    const bytes = file.peek(element.content, Math.min(16, element.end - element.content));
    if (element.id === DOC_TYPE) return bytes.toString('latin1').replace(/\0+$/, '');
    at = element.end;
  }
  throw new VideoFault('broken', 'its header is damaged');
}

/**
 * Walks the parts of a WebM or Matroska file: each must lie within it, and so must those that it says come later. When its
 * tracks end, each by itself, is not judged: a picture may be held while the sound goes on.
 * @throws VideoFault
 */
export function checkWebm(file: BoundedFile): CheckedWebm {
  const segment = findSegment(file);
  const progress: Progress = { hasTracks: false, blocks: 0, furthestPart: 0 };
  let at = segment.content;
  while (at < segment.end) {
    // A live recording does not say where it ends, so that what was appended seems to lie within it.
    if (segment.isOpen && progress.blocks > 0 && !isKnown(file, at, TOP_LEVEL)) break;
    at = visit(file, readElement(file, at, segment.end), progress);
  }
  if (!progress.hasTracks) throw new VideoFault('broken', 'its list of tracks is missing: it is cut off');
  if (progress.blocks === 0) throw new VideoFault('broken', 'it holds no frames: it is cut off');
  if (segment.isOpen && segment.content + progress.furthestPart >= file.size) {
    const message = `it is cut off: a part begins at byte ${segment.content + progress.furthestPart}, the file has ${file.size}`;
    throw new VideoFault('broken', message);
  }
  return { end: at };
}

function findSegment(file: BoundedFile): Element {
  const head = readElement(file, 0, file.size);
  if (head.id !== EBML || head.isOpen) throw new VideoFault('broken', 'its header is damaged');
  let segment = readElement(file, head.end, file.size);
  while ((segment.id === VOID || segment.id === CRC32) && !segment.isOpen) {
    segment = readElement(file, segment.end, file.size);
  }
  if (segment.id !== SEGMENT) throw new VideoFault('broken', 'its header is damaged');
  return segment;
}

/** Takes note of a top-level element; returns where the next begins. */
function visit(file: BoundedFile, element: Element, progress: Progress): number {
  if (!TOP_LEVEL.has(element.id) && element.id !== VOID && element.id !== CRC32) {
    // Mediabunny looks for the next known part here, and may find the same place for ever.
    throw new VideoFault('broken', `there is no known part at byte ${element.start}`);
  }
  if (element.id === TRACKS) progress.hasTracks = true;
  if (element.id === SEEK_HEAD) readSeekHead(file, element, progress);
  if (element.id === CUES && element.end - element.content > MAX_CUES_BYTES) {
    throw new VideoFault('broken', 'its index is too large');
  }
  if (element.id !== CLUSTER) {
    if (element.isOpen) throw new VideoFault('broken', 'one of its parts has no size');
    return element.end;
  }
  return walkCluster(file, element, progress);
}

/** Where the parts are that it names, counted from the segment's content. */
function readSeekHead(file: BoundedFile, seekHead: Element, progress: Progress): void {
  for (const seek of children(file, seekHead)) {
    for (const { id, content, end } of seek.id === SEEK ? children(file, seek) : []) {
      if (id !== SEEK_POSITION) continue;
      const position = readUnsigned(file.peek(content, Math.min(8, end - content)));
      progress.furthestPart = Math.max(progress.furthestPart, position);
    }
  }
}

function* children(file: BoundedFile, parent: Element): Generator<Element> {
  for (let at = parent.content; at < parent.end;) {
    const element = readElement(file, at, parent.end);
    yield element;
    at = element.end;
  }
}

/** Counts the blocks of a cluster; returns where it ends. Of one with a known size, what is in it need not be looked at. */
function walkCluster(file: BoundedFile, cluster: Element, progress: Progress): number {
  const before = progress.blocks;
  let at = cluster.content;
  while (at < cluster.end) {
    if (cluster.isOpen && progress.blocks > before && !isKnown(file, at, IN_CLUSTER)) return at;
    const element = readElement(file, at, cluster.end);
    if (cluster.isOpen && TOP_LEVEL.has(element.id)) break;
    if (element.isOpen) throw new VideoFault('broken', 'one of its parts has no size');
    if (element.id === SIMPLE_BLOCK || element.id === BLOCK_GROUP) progress.blocks += 1;
    if (!cluster.isOpen && progress.blocks > before) return cluster.end;
    at = element.end;
  }
  if (cluster.isOpen && progress.blocks === before) {
    throw new VideoFault('broken', 'its last part holds no frames: it is cut off');
  }
  return at;
}

/** Whether one of these elements stands here, or the beginning of one. */
function isKnown(file: BoundedFile, at: number, ids: ReadonlySet<number>): boolean {
  const head = file.peek(at, 4);
  const length = numberLength(head[0] ?? 0);
  if (length > 4) return false;
  if (head.length >= length) {
    const id = head.readUIntBE(0, length);
    return ids.has(id) || id === VOID || id === CRC32;
  }
  return [...ids].some((id) => id.toString(16).startsWith(head.toString('hex')));
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
