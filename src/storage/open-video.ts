import { fileTypeFromBuffer } from 'file-type';
import {
  CustomSource,
  Input,
  MATROSKA,
  Mp4InputFormat,
  QuickTimeInputFormat,
  WEBM,
  type InputFormat,
} from 'mediabunny';
import { type BoundedFile, VideoFault } from './bounded-file.js';
import { checkMp4 } from './check-mp4.js';
import type { SampleEntries } from './check-mp4-movie.js';
import { checkWebm, documentType } from './check-webm.js';
import { beginsWithBox } from './top-level-boxes.js';
import { mediaTypeOf, type VideoExtension, type VideoType } from './video-storage.js';

/** A file whose structure was checked: what it is, and how far a library may read it. */
export interface CheckedVideo {
  extension: VideoExtension;
  mime_type: VideoType;
  /** Whether the index stands behind the media data. */
  isIndexBehind: boolean;
  /** The first byte behind the last part. */
  end: number;
  /** What the samples of an MP4 or QuickTime file are coded as; null: Matroska says it elsewhere. */
  entries: SampleEntries | null;
}

const SNIFFED_BYTES = 4_096;

/**
 * Tells what a video is by its structure, whatever its first bytes and its name are, and checks it.
 * @throws VideoFault
 */
export async function checkVideo(file: BoundedFile): Promise<CheckedVideo> {
  if (file.size === 0) throw new VideoFault('broken', 'it is empty');
  const document = documentType(file);
  if (document === 'webm' || document === 'matroska') {
    return {
      ...typed(document === 'webm' ? 'webm' : 'mkv'),
      isIndexBehind: false,
      end: checkWebm(file).end,
      entries: null,
    };
  }
  if (document !== null || !beginsWithBox(file)) throw await wrongType(file);
  const { brands, isIndexBehind, end, entries } = checkMp4(file);
  // Files older than MP4 have no brands. All others are told apart by nothing that matters to players.
  return { ...typed(brands === null || brands[0] === 'qt  ' ? 'mov' : 'mp4'), isIndexBehind, end, entries };
}

const typed = (extension: VideoExtension) => ({ extension, mime_type: mediaTypeOf(extension) });

async function wrongType(file: BoundedFile): Promise<VideoFault> {
  const head = Buffer.from(file.peek(0, SNIFFED_BYTES));
  const found = await fileTypeFromBuffer(head).catch(() => undefined); // It throws at some damaged headers.
  const what = found?.mime ?? 'of no known type';
  return new VideoFault('wrong_type', `its content is ${what}; send MP4, MOV, WebM or Matroska`);
}

// The library takes a file for one of these only if `ftyp` comes first; here the boxes themselves were looked at.
class CheckedMp4 extends Mp4InputFormat {
  _canReadInput(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
class CheckedQuickTime extends QuickTimeInputFormat {
  _canReadInput(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

const FORMATS: Record<VideoExtension, InputFormat> = {
  mp4: new CheckedMp4(),
  mov: new CheckedQuickTime(),
  webm: WEBM,
  mkv: MATROSKA,
};

/** A checked file as the library reads it. Dispose of it. */
export function openInput(file: BoundedFile, { extension, end }: CheckedVideo): Input {
  const source = new CustomSource({
    getSize: () => end,
    read: (start, stop) => file.read(start, stop - start),
    maxCacheSize: 8 * 1024 * 1024,
    handleUnhandledError: () => undefined, // The read that asked for the bytes reports it.
  });
  return new Input({ formats: [FORMATS[extension]], source });
}
