import { connect } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';

const SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';
const SERVING = 1;

/**
 * Asks a Temporal server, by the standard gRPC health protocol, whether it takes requests. Written out over HTTP/2
 * because the request and the answer are a few bytes, and the Temporal client costs a second of CPU to load.
 * @param address `host:port`, without TLS.
 */
export function isServing(address: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const timer = setTimeout(() => answer(false), timeoutMs);
    const answer = (serving: boolean) => {
      clearTimeout(timer);
      session.destroy();
      resolve(serving);
    };
    session.once('error', () => answer(false));
    const request = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    request.once('error', () => answer(false));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => answer(statusIn(Buffer.concat(chunks)) === SERVING));
    request.end(requestFor(SERVICE));
  });
}

/** Waits until the server takes requests, `stillStarting` says no, or the time is over. */
export async function untilServing(address: string, timeoutMs: number, stillStarting: () => boolean) {
  const deadline = performance.now() + timeoutMs;
  while (stillStarting() && performance.now() < deadline) {
    if (await isServing(address, 2_000)) return true;
    await delay(50);
  }
  return false;
}

/** A gRPC frame (not compressed, four bytes of length) around the message `{ service = 1: string }`. */
function requestFor(service: string): Buffer {
  const name = Buffer.from(service);
  const message = Buffer.concat([Buffer.from([0x0a, name.length]), name]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The answer is a frame around `{ status = 1: enum }`: the tag 0x08, then the status. */
function statusIn(frame: Buffer): number | undefined {
  return frame[5] === 0x08 ? frame[6] : undefined;
}
