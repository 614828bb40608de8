import type { IncomingMessage, ServerResponse } from 'node:http';

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MS = 10_000;

/**
 * Reads the rest of a refused request and forgets it, for a while; to be called before the answer is written. A socket
 * that is closed while the client still sends is reset, and the client may never see the answer that tells it why.
 */
export function discardRest(req: IncomingMessage, res: ServerResponse): void {
  if (req.complete || req.destroyed) return;
  let left = MOST_BYTES;
  const giveUp = () => req.destroy();
  const timer = setTimeout(giveUp, MOST_MS).unref();
  req.on('data', (bytes: Buffer) => {
    left -= bytes.length;
    if (left < 0) giveUp();
  });
  req.once('close', () => clearTimeout(timer));
  req.on('error', () => undefined); // The client is gone, which is as well.
  if (!res.shouldKeepAlive) closeWhenBothAreDone(req, res);
  req.resume();
}

/** Node closes the socket as soon as the answer is written when the client asks for that; here it has to wait. */
function closeWhenBothAreDone(req: IncomingMessage, res: ServerResponse): void {
  res.shouldKeepAlive = true;
  const closeIfDone = () => {
    if (req.complete && res.writableFinished) req.socket.end();
  };
  req.once('end', closeIfDone);
  res.once('finish', closeIfDone);
}
