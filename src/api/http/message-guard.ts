import { ServerResponse, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError, type ErrorCode } from '../../domain/errors.js';
import { codeOf } from '../../platform/error-code.js';
import { commonHeaders } from './common-headers.js';
import { problemAnswer } from './problem.js';
import { rawValues } from './raw-headers.js';
import type { Refusals } from './refusals.js';
import { requestIdOf } from './request-context.js';

/** How long a refused client may take to read why, and an earlier request to be answered. */
const LINGER_MS = 5_000;

/** What Node says of a message that it cannot read, in our codes. */
const FAULTS: Partial<Record<string, [code: ErrorCode, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'Target and headers may have 16 KiB together.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['payload_too_large', 'The extensions of the chunks are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The headers did not arrive in time.'],
};

/** Which part of a message cannot be read, by the parser's names; its sentences are those of its own code. */
const PARTS: Partial<Record<string, string>> = {
  HPE_INVALID_METHOD: 'its method is not known',
  HPE_INVALID_URL: 'its target is none',
  HPE_INVALID_VERSION: 'its version is not known',
  HPE_INVALID_CONSTANT: 'its first line is none',
  HPE_PAUSED_H2_UPGRADE: 'it is HTTP/2, which is not spoken here',
  HPE_INVALID_HEADER_TOKEN: 'a header has a character that does not belong there',
  HPE_LF_EXPECTED: 'a line does not end in CR and LF',
  HPE_CR_EXPECTED: 'a line does not end in CR and LF',
  HPE_STRICT: 'a line does not end in CR and LF',
  HPE_INVALID_CONTENT_LENGTH: 'its Content-Length is no number',
  HPE_UNEXPECTED_CONTENT_LENGTH: 'it has Content-Length twice, or beside Transfer-Encoding',
  HPE_INVALID_TRANSFER_ENCODING: 'its Transfer-Encoding is not known, or stands beside Content-Length',
  HPE_INVALID_CHUNK_SIZE: 'the size of a chunk is none',
  HPE_INVALID_EOF_STATE: 'it breaks off',
  HPE_CLOSED_CONNECTION: 'more came after its end, although it closes the connection',
};

/** The fault as it is told: never with the bytes that it is about. */
function faultOf(error: Error): AppError {
  const [code, detail] = FAULTS[codeOf(error) ?? ''] ?? [];
  if (code !== undefined && detail !== undefined) return new AppError(code, detail);
  const part = PARTS[codeOf(error) ?? ''];
  return new AppError('malformed_request', `This is no request of HTTP/1.1${part === undefined ? '' : `: ${part}`}.`);
}

/** The answer that a connection waits for. Only node:http itself knows it, and asks the same before it answers by itself. */
function openAnswer(socket: Duplex): ServerResponse | null {
  const open: unknown = Reflect.get(socket, '_httpMessage');
  return open instanceof ServerResponse ? open : null;
}

/** Who sent it, for operators. */
const addressOf = (socket: Duplex): string | undefined =>
  'remoteAddress' in socket && typeof socket.remoteAddress === 'string' ? socket.remoteAddress : undefined;

/**
 * Answers what comes to no request, and so never to Express: messages that cannot be read, expectations and tunnels. Node
 * would answer them by a status alone.
 */
export class MessageGuard {
  readonly #refusals: Pick<Refusals, 'tell'>;
  readonly #common = commonHeaders();
  readonly #refused = new WeakSet<Duplex>();

  constructor(refusals: Pick<Refusals, 'tell'>) {
    this.#refusals = refusals;
  }

  watch(server: Server): void {
    server.on('clientError', (error, socket) => this.#onUnreadable(error, socket));
    server.on('connect', (_req, socket) => {
      socket.on('error', () => undefined);
      this.#send(socket, new AppError('not_implemented', 'There are no tunnels here.'));
    });
    server.on('checkExpectation', (req: IncomingMessage, res: ServerResponse) => this.#onExpectation(req, res));
  }

  #onUnreadable(error: Error, socket: Duplex): void {
    if (this.#refused.has(socket)) return; // The parser says it again of whatever follows.
    this.#refused.add(socket);
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
    const before = openAnswer(socket);
    // Whoever asked for it is to have the answer to an earlier request, not this one.
    if (before !== null && !before.headersSent && before.req.complete) {
      before.once('finish', () => this.#send(socket, faultOf(error)));
    } else if (before?.headersSent === true) socket.destroy();
    else this.#send(socket, faultOf(error));
  }

  #onExpectation(req: IncomingMessage, res: ServerResponse): void {
    const fault = new AppError('expectation_failed', 'Expect may only say 100-continue.');
    const instance = req.url?.split('?', 1)[0] ?? '';
    const { status, headers, body } = this.#answer(req.socket, fault, instance, rawValues(req, 'x-request-id')[0]);
    res.writeHead(status, headers).end(body);
  }

  /** Sends an answer that is the last of its connection; a client that has gone away needs none. */
  #send(socket: Duplex, fault: AppError): void {
    if (!socket.writable) return;
    const { status, headers, body } = this.#answer(socket, fault, '', undefined);
    const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`];
    for (let i = 0; i + 1 < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
    socket.end(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]));
  }

  #answer(socket: Duplex, fault: AppError, instance: string, givenId: string | undefined) {
    const requestId = requestIdOf(givenId);
    const { status, headers, body } = problemAnswer(fault, { instance, requestId });
    const details = { request_id: requestId, reason: fault.message };
    this.#refusals.tell({ what: 'request', why: fault.code, address: addressOf(socket), details });
    const own = { 'Cache-Control': 'no-store', Connection: 'close', 'X-Request-Id': requestId };
    const all = { ...own, ...headers, 'Content-Length': String(body.length) };
    return { status, body, headers: [...this.#common, ...Object.entries(all).flat()] };
  }
}
