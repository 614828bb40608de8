import { jpegSize } from './jpeg-size.js';

/** Pixels. */
export interface ImageSize {
  width: number;
  height: number;
}

/** Pixels of an image of this type, as its head tells them. @throws Error when it tells none */
export function imageSize(bytes: Buffer, type: 'jpg' | 'png' | 'webp'): ImageSize {
  if (type === 'jpg') return jpegSize(bytes);
  // The first chunk, IHDR, begins behind the signature of eight bytes.
  if (type === 'png') return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  return webpSize(bytes);
}

/** RFC 9649, 2.4 to 2.7: the first chunk says it. */
function webpSize(bytes: Buffer): ImageSize {
  const chunk = bytes.toString('latin1', 12, 16);
  if (chunk === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (chunk === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
}
