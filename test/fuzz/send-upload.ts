import { connect } from 'node:net';
import { CONTENT_TYPE, type HostileUpload } from './hostile-uploads.js';

/** What came of an upload. */
export interface Outcome {
  /** 0: the client left before it was answered. */
  status: number;
  /** Of the problem; empty when there is none. */
  code: string;
  ms: number;
}

/** Where uploads go. */
export interface Target {
  url: string;
  key: string;
  path: string;
}

/**
 * Sends an upload as it is, byte for byte, which no client library would.
 * @throws when there is no answer within `limitMs`, or the connection ends without one
 */
export function sendUpload({ url, key, path }: Target, upload: HostileUpload, limitMs: number): Promise<Outcome> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    const timer = setTimeout(() => end(() => reject(new Error(`no answer within ${limitMs} ms`))), limitMs);
    const end = (action: () => void): void => {
      clearTimeout(timer);
      socket.destroy();
      action();
    };
    const outcome = (status: number): Outcome => ({
      status,
      code: /"code":"(\w+)"/.exec(answer)?.[1] ?? '',
      ms: Math.round(performance.now() - startedAt),
    });
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString('latin1');
      const [, status, body = ''] = /^HTTP\/1\.1 (\d+) [^]*?\r\n\r\n([^]*)$/.exec(answer) ?? [];
      const length = Number(/\r\ncontent-length: (\d+)\r\n/i.exec(answer)?.[1] ?? 0);
      if (status !== undefined && body.length >= length) end(() => resolve(outcome(Number(status))));
    });
    // After the answer, nothing of this matters: a promise settles once.
    socket.on('error', (error) => end(() => reject(error)));
    socket.on('close', () => end(() => reject(new Error('the connection was closed without an answer'))));
    const lines = [`POST ${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${key}`];
    socket.write([...lines, `Content-Type: ${CONTENT_TYPE}`, ...upload.headers, '', ''].join('\r\n'));
    if (upload.leavesAfter === null) socket.write(upload.body);
    else socket.write(upload.body.subarray(0, upload.leavesAfter), () => end(() => resolve(outcome(0))));
  });
}
