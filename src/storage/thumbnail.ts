import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { AppError } from '../domain/errors.js';
import { imageSize, type ImageSize } from './image-size.js';
import { toStorageError } from './storage-error.js';

/** What an image is, found in the file itself. */
export interface ImageType {
  extension: 'jpg' | 'png' | 'webp';
  mime_type: 'image/jpeg' | 'image/png' | 'image/webp';
}

/** The largest image that is taken as a thumbnail: pixels a side, and in all. Phones decode it as a whole. */
const MAX_SIDE = 8_192;
const MAX_PIXELS = 25_000_000;
/** The same in bytes. */
export const MAX_THUMBNAIL_BYTES = 5 * 1024 * 1024;

/**
 * Finds the type of an image by its content, and whether it is whole.
 * @param path a finished local file of at most MAX_THUMBNAIL_BYTES
 * @throws AppError `unsupported_media_type` when it is no JPEG, PNG or WebP; `validation_failed` when it is cut off or too large;
 *   both name the fault at the field `thumbnail`
 */
export async function checkThumbnail(path: string): Promise<ImageType> {
  const bytes = await readStart(path, MAX_THUMBNAIL_BYTES);
  const found = await fileTypeFromBuffer(bytes.subarray(0, 4_096)).catch(() => undefined); // Damaged headers make it throw.
  switch (found?.mime) {
    case 'image/jpeg':
      // The end marker may be followed by what some cameras append.
      return checked(bytes, bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) > 0, {
        extension: 'jpg',
        mime_type: 'image/jpeg',
      });
    case 'image/png':
      return checked(bytes, bytes.lastIndexOf('IEND', undefined, 'latin1') > 0, {
        extension: 'png',
        mime_type: 'image/png',
      });
    case 'image/webp':
      return checked(bytes, bytes.readUInt32LE(4) + 8 <= bytes.length, { extension: 'webp', mime_type: 'image/webp' });
    case undefined:
    default:
      throw fault(
        'unsupported_media_type',
        `its content is ${found?.mime ?? 'of no known type'}; send JPEG, PNG or WebP`,
      );
  }
}

function checked(bytes: Buffer, isWhole: boolean, type: ImageType): ImageType {
  if (!isWhole) throw fault('validation_failed', 'it is cut off');
  const { width, height } = sizeOf(bytes, type);
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
    const most = `${MAX_SIDE} a side and ${MAX_PIXELS / 1e6} million in all`;
    throw fault('validation_failed', `it is ${width} x ${height} pixels, and may be ${most}`);
  }
  return type;
}

function sizeOf(bytes: Buffer, { extension }: ImageType): ImageSize {
  try {
    return imageSize(bytes, extension);
  } catch {
    throw fault('validation_failed', 'its head is damaged');
  }
}

function fault(code: 'unsupported_media_type' | 'validation_failed', message: string): AppError {
  return new AppError(code, `The thumbnail cannot be used: ${message}.`, { fields: [{ field: 'thumbnail', message }] });
}

async function readStart(path: string, most: number): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const bytes = Buffer.alloc(Math.min(most, (await handle.stat()).size));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toStorageError(error, 'reading the thumbnail');
  }
}
