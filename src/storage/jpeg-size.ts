/** Markers of frame headers (SOF0 to SOF15) share their numbers with tables: DHT, JPG and DAC. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Pixels of a JPEG (ITU-T T.81, B.2): its segments up to the frame header. @throws Error when it is none */
export function jpegSize(bytes: Buffer): { width: number; height: number } {
  for (let at = 2; bytes.readUInt16BE(0) === 0xffd8 && at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (isFrameHeader(bytes.readUInt8(at + 1))) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
  }
  throw new Error('It is no JPEG.');
}
