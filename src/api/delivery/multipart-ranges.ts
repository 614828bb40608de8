import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ByteRange } from '../../storage/video-storage.js';
import type { DeliverableFile } from './deliverable-file.js';

/** Several ranges of a file as one body (`multipart/byteranges`; RFC 9110, 14.6). */
export interface MultipartBody {
  contentType: string;
  sizeBytes: number;
  /** Reads the parts one after the other, each from the moment at which it is its turn. */
  open: () => Readable;
}

/** Puts ranges into one body. */
export function multipartBody(file: DeliverableFile, ranges: readonly ByteRange[]): MultipartBody {
  const boundary = randomUUID();
  const parts = ranges.map((range) => ({ range, head: Buffer.from(headOf(boundary, file, range)) }));
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const bytesOf = (bytes: number, { range, head }: (typeof parts)[number]) =>
    bytes + head.length + range.end - range.start + 1;
  async function* pieces() {
    for (const { range, head } of parts) {
      const stream = await file.read(range);
      yield head;
      yield* stream;
    }
    yield tail;
  }
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    sizeBytes: parts.reduce(bytesOf, tail.length),
    open: () => Readable.from(pieces()),
  };
}

function headOf(boundary: string, { contentType, sizeBytes }: DeliverableFile, { start, end }: ByteRange): string {
  const type = `Content-Type: ${contentType}`;
  return `\r\n--${boundary}\r\n${type}\r\nContent-Range: bytes ${start}-${end}/${sizeBytes}\r\n\r\n`;
}
