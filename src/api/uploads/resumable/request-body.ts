import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { AppError } from '../../../domain/errors.js';

export interface BodyRules {
  /** Milliseconds without a byte after which the client counts as gone. */
  idleTimeoutMs: number;
  onReceived: (bytes: number) => void;
}

/**
 * Lends the body of a request as a stream that can be given up without the request: its connection stays, so that the
 * client can read why. The stream fails when the connection is cut or the client falls silent.
 */
export async function withBody<T>(
  req: IncomingMessage,
  { idleTimeoutMs, onReceived }: BodyRules,
  work: (body: Readable) => Promise<T>,
): Promise<T> {
  const body = new PassThrough();
  body.on('error', () => undefined); // Whoever reads it is told.
  const fail = (message: string): void => void body.destroy(new AppError('malformed_request', message));
  const idle = setTimeout(() => fail(`Nothing arrived for ${idleTimeoutMs} ms.`), idleTimeoutMs);
  const onData = (bytes: Buffer): void => {
    idle.refresh();
    onReceived(bytes.length);
  };
  const onEnd = (): void => clearTimeout(idle);
  const onClose = (): void => {
    if (!req.complete) fail('The connection was closed.');
  };
  req.on('data', onData).once('end', onEnd).once('close', onClose).once('error', onClose).pipe(body);
  try {
    return await work(body);
  } finally {
    clearTimeout(idle);
    req.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose).unpipe(body);
    body.destroy();
  }
}
