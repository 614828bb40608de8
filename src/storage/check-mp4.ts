import { type BoundedFile, VideoFault } from './bounded-file.js';
import { checkMovie } from './check-mp4-movie.js';

/** Fragmented files have two boxes a fragment; 200,000 are a day of one-second fragments. */
const MAX_BOXES = 200_000;
const MAX_MOVIE_BYTES = 16 * 1024 * 1024;

/** A box of the ISO base media file format (ISO/IEC 14496-12): where its content lies in the file. */
interface TopLevelBox {
  type: string;
  content: number;
  end: number;
}

/**
 * Walks the boxes of an MP4 or QuickTime file and its sample tables: everything that the file says it holds must lie
 * within it. This finds what a cut-off upload looks like, and bounds the counts before a library believes them.
 * @returns whether the index stands behind the media data, so that a player has to fetch the end before it can begin.
 * @throws VideoFault
 */
export function checkMp4(file: BoundedFile): { isIndexBehind: boolean } {
  let movie: TopLevelBox | null = null;
  let hasMedia = false;
  let isIndexBehind = false;
  let count = 0;
  for (let at = 0; at + 8 <= file.size; count += 1) {
    if (count > MAX_BOXES) throw new VideoFault('broken', 'it has too many boxes');
    const box = readBox(file, at);
    if (box === null) break;
    if (box.type === 'moov' && movie === null) {
      movie = box;
      isIndexBehind = hasMedia;
    }
    if (box.type === 'mdat') hasMedia = true;
    at = box.end;
  }
  if (movie === null)
    throw new VideoFault('broken', 'its index (the "moov" box) is missing: it is cut off or was never finished');
  if (!hasMedia) throw new VideoFault('broken', 'its media data (the "mdat" box) is missing');
  const size = movie.end - movie.content;
  if (size > MAX_MOVIE_BYTES) throw new VideoFault('broken', `its index is too large (${size} bytes)`);
  checkMovie(file.read(movie.content, size), file.size);
  return { isIndexBehind };
}

/** The box at an offset; null for padding of zeros, with which some cameras end a file. */
function readBox(file: BoundedFile, at: number): TopLevelBox | null {
  const header = file.peek(at, 16);
  const type = header.toString('latin1', 4, 8);
  const short = header.readUInt32BE(0);
  if (short === 0 && type === '\0\0\0\0') return null;
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
