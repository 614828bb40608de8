import type { UploadFault } from './upload-store';

/** What is wrong with a file, without sending it. A browser knows no type of some videos, but takes none for a text. */
export function faultOf({ type, size }: File): UploadFault | null {
  if (type !== '' && !type.startsWith('video/')) return 'no_video';
  return size === 0 ? 'empty' : null;
}

export class UnreadableFile extends Error {}

/**
 * @throws UnreadableFile: it is a folder, or was changed, moved or removed since it was chosen. (While it is sent, the
 *   browser takes that for a broken line.)
 */
export async function requireReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch (error) {
    throw new UnreadableFile('The file cannot be read.', { cause: error });
  }
}
