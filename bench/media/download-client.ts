import { connect } from 'node:net';

/** What is asked for, again and again, over one connection. */
export interface Download {
  port: number;
  path: string;
  /** The next value of the header Range; null: the whole file. */
  nextRange: () => string | null;
  /** Milliseconds after which no more is asked for. */
  forMs: number;
}

const BUFFER_BYTES = 1024 * 1024;

/**
 * Downloads one answer after the other, and returns how many bytes of bodies came. It reads into one buffer and looks at
 * the heads alone, so that the client takes as little of the machine as can be.
 * @throws Error when an answer is none of 200 and 206
 */
export function download({ port, path, nextRange, forMs }: Download): Promise<number> {
  const deadline = performance.now() + forMs;
  let total = 0;
  let left = 0;
  let head = '';
  return new Promise((resolve, reject) => {
    const ask = (): void => {
      const range = nextRange();
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${range === null ? '' : `Range: ${range}\r\n`}\r\n`);
    };
    const onBody = (bytes: number): void => {
      total += bytes;
      left -= bytes;
      if (left > 0) return;
      head = '';
      if (performance.now() < deadline) ask();
      else socket.end(() => resolve(total));
    };
    const onHead = (text: string): void => {
      head += text;
      const end = head.indexOf('\r\n\r\n') + 4;
      if (end < 4) return;
      if (!/^HTTP\/1\.1 20[06] /.test(head)) return void socket.destroy(new Error(head.slice(0, 100)));
      left = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
      onBody(head.length - end);
    };
    const callback = (bytes: number, buffer: Uint8Array): boolean => {
      if (left > 0) onBody(bytes);
      else onHead(Buffer.from(buffer.subarray(0, bytes)).toString('latin1'));
      return true;
    };
    const socket = connect({ port, host: '127.0.0.1', onread: { buffer: Buffer.alloc(BUFFER_BYTES), callback } }, ask);
    socket.once('error', reject);
  });
}
