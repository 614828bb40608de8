import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { fixturePath, freeBoxHeader } from '../../test/support/videos.js';

const BOUNDARY = 'bench';
const BLOCK = Buffer.alloc(256 * 1024, 7);

/** How a server wants its file. */
export type Wire = 'raw' | 'multipart' | 'tus';

interface Wrapping {
  headers: Record<string, string | number>;
  before: string;
  after: string;
}

function wrapping(wire: Wire, bytes: number): Wrapping {
  if (wire === 'raw') return { headers: {}, before: '', after: '' };
  if (wire === 'multipart') {
    const disposition = 'Content-Disposition: form-data; name="file"; filename="v.mp4"';
    return {
      headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
      before: `--${BOUNDARY}\r\n${disposition}\r\nContent-Type: video/mp4\r\n\r\n`,
      after: `\r\n--${BOUNDARY}--\r\n`,
    };
  }
  const tus = { 'Tus-Resumable': '1.0.0', 'Upload-Length': bytes, 'Content-Type': 'application/offset+octet-stream' };
  return { headers: tus, before: '', after: '' };
}

/**
 * Uploads a small video that a `free` box makes as large as wanted.
 * @throws Error when it is not answered with 201
 */
export async function upload(port: number, wire: Wire, bytes: number): Promise<void> {
  const video = await readFile(fixturePath('faststart.mp4'));
  const { headers, before, after } = wrapping(wire, bytes);
  const req = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/',
    headers: { ...headers, 'Content-Length': before.length + bytes + after.length },
  });
  const answered = once(req, 'response') as Promise<[IncomingMessage]>;
  if (before !== '') req.write(before);
  req.write(video);
  req.write(freeBoxHeader(bytes - video.length));
  for (let left = bytes - video.length - 8; left > 0; left -= BLOCK.length) {
    if (!req.write(BLOCK.subarray(0, left))) await once(req, 'drain');
  }
  req.end(after);
  const [res] = await answered;
  res.resume();
  if (res.statusCode !== 201) throw new Error(`An upload was answered with ${res.statusCode}.`);
}
