import { type BoundedFile, VideoFault } from './bounded-file.js';
import { checkMovie, type SampleEntries } from './check-mp4-movie.js';
import { type TopLevel, walkTopLevel } from './top-level-boxes.js';

const MAX_MOVIE_BYTES = 16 * 1024 * 1024;

/**
 * Checks an MP4 or QuickTime file: everything that its boxes and sample tables say it holds must lie within it. This
 * finds what a cut-off upload looks like, and bounds the counts before a library believes them.
 * @throws VideoFault
 */
export function checkMp4(file: BoundedFile): TopLevel & { entries: SampleEntries } {
  const found = walkTopLevel(file);
  if (found.movie === null) {
    if (found.hasMeta) throw new VideoFault('wrong_type', 'it is a still image');
    throw new VideoFault('broken', 'its index (the "moov" box) is missing: it is cut off or was never finished');
  }
  if (!found.hasMedia) throw new VideoFault('broken', 'its media data (the "mdat" box) is missing');
  const size = found.movie.end - found.movie.content;
  if (size > MAX_MOVIE_BYTES) throw new VideoFault('broken', `its index is too large (${size} bytes)`);
  return { ...found, entries: checkMovie(file.read(found.movie.content, size), file.size) };
}
