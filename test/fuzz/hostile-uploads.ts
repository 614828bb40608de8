import { fixture, GOOD_VIDEOS, seededRandom } from '../support/videos.js';
import { MUTATIONS, type Draw } from './hostile-files.js';

/** One upload, as it goes over the wire. */
export interface HostileUpload {
  number: number;
  /** What was done to the file, and to the request. */
  what: string;
  headers: string[];
  body: Buffer;
  /** Bytes after which the client leaves; null: it stays for the answer. */
  leavesAfter: number | null;
}

/** Makes upload number n: the same one for the same seed. */
export type UploadMaker = (number: number) => HostileUpload;

const BOUNDARY = 'hostile-boundary';
const NAMES = [
  'a.mp4',
  '../../../etc/passwd',
  '..\\..\\x.mp4',
  'a\0.mp4',
  '.htaccess',
  'x'.repeat(5_000),
  '💥.mp4',
  'con',
  '%2e%2e%2f',
];
const OTHER_VIDEOS = [
  'cmaf.mp4',
  'hev1.mp4',
  'mpeg4.mp4',
  'mjpeg.mov',
  'prores4444.mov',
  'alpha.webm',
  'av1.mp4',
] as const;
const NOT_VIDEOS = ['audio-only.mp4', 'picture.jpg', 'picture.png', 'picture.webp'] as const;

interface Request {
  headers: string[];
  body: Buffer;
  leavesAfter?: number;
}

type Framing = (file: Buffer, draw: Draw) => Request;

const head = (name: string, fileName: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: video/mp4\r\n\r\n`;
const closing = `\r\n--${BOUNDARY}--\r\n`;
const multipart = (...pieces: (string | Buffer)[]): Buffer => Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
const plain = (file: Buffer): Buffer => multipart(head('file', 'a.mp4'), file, closing);
const withLength = (body: Buffer, length = body.length): Request => ({ headers: [`Content-Length: ${length}`], body });

function chunked(body: Buffer, draw: Draw): Request {
  const pieces: (string | Buffer)[] = [];
  for (let at = 0; at < body.length;) {
    const piece = body.subarray(at, at + 1 + draw(8_000));
    pieces.push(`${piece.length.toString(16)}\r\n`, piece, '\r\n');
    at += piece.length;
  }
  return { headers: ['Transfer-Encoding: chunked'], body: multipart(...pieces, '0\r\n\r\n') };
}

const part = (bytes: number, draw: Draw): Buffer => Buffer.from(Array.from({ length: bytes }, () => draw(256)));

/** What is done to a request, by name. Most files travel in an orderly one. */
const FRAMINGS: Record<string, Framing> = {
  chunked: (file, draw) => chunked(plain(file), draw),
  'hostile file name': (file, draw) =>
    withLength(multipart(head('file', NAMES[draw(NAMES.length)] ?? ''), file, closing)),
  'as thumbnail': (file) =>
    withLength(multipart(head('thumbnail', 'a.jpg'), file, `\r\n${head('file', 'a.mp4')}`, file, closing)),
  'length too large': (file, draw) => withLength(plain(file), plain(file).length + 1 + draw(1_000)),
  'length too small': (file, draw) => withLength(plain(file), draw(plain(file).length)),
  'length impossible': (file) => withLength(plain(file), 10 ** 15),
  'client leaves': (file, draw) => ({ ...withLength(plain(file)), leavesAfter: draw(plain(file).length) }),
  'no closing boundary': (file) => withLength(multipart(head('file', 'a.mp4'), file)),
  'no boundary at all': (file) => withLength(file),
  'boundary in the file': (file, draw) =>
    withLength(
      multipart(head('file', 'a.mp4'), file.subarray(0, draw(file.length)), `\r\n--${BOUNDARY}\r\n`, file, closing),
    ),
  'sent twice': (file) =>
    withLength(multipart(head('file', 'a.mp4'), file, `\r\n${head('file', 'b.mp4')}`, file, closing)),
  'part without a name': (file, draw) =>
    withLength(
      multipart(
        `--${BOUNDARY}\r\nX: y\r\n\r\n`,
        part(draw(40_000), draw),
        `\r\n${head('file', 'a.mp4')}`,
        file,
        closing,
      ),
    ),
  'random part head': (file, draw) =>
    withLength(multipart(`--${BOUNDARY}\r\n`, part(draw(30_000), draw), '\r\n\r\n', file, closing)),
  'damaged framing': (file, draw) => {
    const body = plain(file);
    const at = draw(2) === 0 ? draw(150) : body.length - 1 - draw(30);
    body[at] = draw(256);
    return withLength(body);
  },
  'many parts': (file, draw) =>
    withLength(
      multipart(
        ...Array.from({ length: 1 + draw(200) }, () => `${head('x', 'x')}\r\n`),
        head('file', 'a.mp4'),
        file,
        closing,
      ),
    ),
  'damaged chunks': (file, draw) => {
    const request = chunked(plain(file), draw);
    request.body[draw(request.body.length)] = draw(256);
    return request;
  },
};

/** Reads the real files, and says how the uploads of a seed are made. */
export async function hostileUploads(seed: number): Promise<UploadMaker> {
  const taken = [...GOOD_VIDEOS, ...OTHER_VIDEOS];
  const originals = await Promise.all([...taken, ...NOT_VIDEOS].map((name) => fixture(name)));
  const videos = originals.slice(0, taken.length);
  return (number) => {
    const draw = seededRandom(Math.imul(seed, 1_000_003) + number);
    const [mutation, mutate] = drawn(MUTATIONS, draw);
    const from = draw(20) === 0 ? originals : videos;
    const file = mutate(from[draw(from.length)] ?? Buffer.alloc(0), draw, originals);
    const [framing, frame] = draw(3) === 0 ? drawn(FRAMINGS, draw) : (['', () => withLength(plain(file))] as const);
    const { headers, body, leavesAfter = null } = frame(file, draw);
    return { number, what: [mutation, framing].filter(Boolean).join(', '), headers, body, leavesAfter };
  };
}

function drawn<T>(from: Record<string, T>, draw: Draw): [string, T] {
  const entry = Object.entries(from)[draw(Object.keys(from).length)];
  if (entry === undefined) throw new Error('There is nothing to draw from.');
  return entry;
}

/** The Content-Type of every upload. */
export const CONTENT_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
