import { once } from 'node:events';
import { connect } from 'node:net';

/** An answer as it came over the wire; of several, the first. */
export interface RawAnswer {
  status: number;
  /** By their names in lower case. */
  headers: Map<string, string>;
  /** All that came. */
  text: string;
  /** The JSON of the body. */
  body: Record<string, unknown>;
}

function parsed(text: string): RawAnswer {
  const [head = '', rest = ''] = text.split(/\r\n\r\n([^]*)/, 2);
  const [status = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const [name = '', value = ''] = line.split(/: ?([^]*)/, 2);
      return [name.toLowerCase(), value];
    }),
  );
  const isJson = /json/.test(headers.get('content-type') ?? '') && rest !== '';
  const length = headers.get('content-length');
  const sized = length === undefined ? rest : Buffer.from(rest).subarray(0, Number(length)).toString();
  const json = headers.get('transfer-encoding') === 'chunked' ? unchunked(rest) : sized;
  return { status: Number(status.split(' ')[1]), headers, text, body: isJson ? JSON.parse(json) : {} };
}

function unchunked(text: string): string {
  const [size = '0', rest = ''] = text.split(/\r\n([^]*)/, 2);
  const length = Number.parseInt(size, 16);
  return length > 0 ? rest.slice(0, length) + unchunked(rest.slice(length + 2)) : '';
}

/** Sends exactly these bytes (text: each character is one), and reads until the server closes the connection. */
export async function exchange(url: string, request: string | Buffer): Promise<RawAnswer> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => void parts.push(part)).on('error', () => undefined);
  socket.write(typeof request === 'string' ? Buffer.from(request, 'latin1') : request);
  await once(socket, 'close');
  return parsed(Buffer.concat(parts).toString());
}

/** Lines of a request, with Connection: close. */
export const message = (first: string, headers: readonly string[] = [], body = ''): string =>
  [first, ...headers, 'Connection: close', '', body].join('\r\n');
