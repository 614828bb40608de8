import { type BoundedFile, VideoFault } from './bounded-file.js';

/** Fragmented files have two boxes a fragment; 200,000 are a day of one-second fragments. */
const MAX_BOXES = 200_000;

/** Boxes that stand at the top level of an MP4 or QuickTime file. One that goes past the end says that it is cut off. */
const TOP_LEVEL = new Set(
  'ftyp styp moov mdat moof mfra meta sidx ssix emsg prft pdin uuid udta free skip wide junk pnot PICT pict'.split(' '),
);

/** A box of the ISO base media file format (ISO/IEC 14496-12): where its content lies in the file. */
export interface Box {
  type: string;
  content: number;
  end: number;
}

/** What stands at the top level of a file. */
export interface TopLevel {
  /** The type of the first box. */
  first: string;
  /** The brands of `ftyp`, the major one first; null: there is none, as in old QuickTime files. */
  brands: readonly string[] | null;
  movie: Box | null;
  hasMedia: boolean;
  /** A `meta` box, as still images have one. */
  hasMeta: boolean;
  /** Whether the index stands behind the media data, so that a player has to fetch the end before it can begin. */
  isIndexBehind: boolean;
  /** The first byte behind the last box. What follows is none, and players leave it alone. */
  end: number;
}

/** Whether a file begins as MP4 and QuickTime files do, `ftyp` or not. */
export function beginsWithBox(file: BoundedFile): boolean {
  return TOP_LEVEL.has(file.peek(4, 4).toString('latin1'));
}

/** Walks the boxes of a file. @throws VideoFault when one of them goes past its end, or does not make sense */
export function walkTopLevel(file: BoundedFile): TopLevel {
  const found: TopLevel = {
    first: file.peek(4, 4).toString('latin1'),
    brands: null,
    movie: null,
    hasMedia: false,
    hasMeta: false,
    isIndexBehind: false,
    end: 0,
  };
  for (let count = 0; found.end + 8 <= file.size; count += 1) {
    if (count > MAX_BOXES) throw new VideoFault('broken', 'it has too many boxes');
    const isWhole = found.movie !== null && found.hasMedia;
    const box = readBox(file, found.end, isWhole);
    // Another file behind this one is no part of it.
    if (box === null || (isWhole && box.type === 'ftyp')) break;
    takeNote(file, box, found);
    found.end = box.end;
  }
  return found;
}

function takeNote(file: BoundedFile, box: Box, found: TopLevel): void {
  if (box.type === 'ftyp') found.brands ??= brandsOf(file, box);
  if (box.type === 'moov' && found.movie === null) {
    found.movie = box;
    found.isIndexBehind = found.hasMedia;
  }
  if (box.type === 'mdat') found.hasMedia = true;
  if (box.type === 'meta') found.hasMeta = true;
}

/** The major brand and the compatible ones; between them stands a version. */
function brandsOf(file: BoundedFile, { content, end }: Box): string[] {
  const text = file.peek(content, Math.min(end - content, 1_024)).toString('latin1');
  return (text.slice(0, 4) + text.slice(8)).match(/[^]{4}/g) ?? [];
}

/**
 * The box at an offset; null when there is none. Where index and media data have been found, whatever is no box of the
 * top level is something that was appended; before that it is damage, if it is not zeros.
 */
function readBox(file: BoundedFile, at: number, mayEnd: boolean): Box | null {
  const header = file.peek(at, 16);
  const type = header.toString('latin1', 4, 8);
  const short = header.readUInt32BE(0);
  if (short === 0 && type === '\0\0\0\0') return null;
  if (mayEnd && !TOP_LEVEL.has(type)) return null;
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) throw new VideoFault('broken', `there is no box at byte ${at}`);
  if (short === 0) return { type, content: at + 8, end: file.size };
  if (short === 1 && header.length < 16) throw cutOff(type, at + 16, file.size);
  const size = short === 1 ? Number(header.readBigUInt64BE(8)) : short;
  const content = at + (short === 1 ? 16 : 8);
  const end = at + size;
  if (end < content) throw new VideoFault('broken', `its "${type}" box has an impossible size`);
  if (end > file.size) throw cutOff(type, end, file.size);
  return { type, content, end };
}

function cutOff(type: string, end: number, size: number): VideoFault {
  return new VideoFault('broken', `it is cut off: its "${type}" box goes to byte ${end}, the file has ${size}`);
}
