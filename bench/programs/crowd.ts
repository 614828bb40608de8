import { createConnection, type Socket } from 'node:net';

// Holds many connections open, from one address or from many, and does little on each:
// crowd <streams|readers|senders> <url> <how many> <addresses> [<header> ...]
//
// streams: Server-Sent Events. readers: take a few bytes of a file each second. senders: give a few bytes of an upload
// each second. Tells how many were answered or taken, and how many refused, once each has been the one or the other.

const [, , kind = '', address = '', count = '', addresses = '', ...headers] = process.argv;
const { hostname, port, pathname } = new URL(address);
const TOTAL = Number(count);
const AT_ONCE = 200;
const DRIP_EVERY_MS = 1_000;
const DRIP_BYTES = 16;
/** A sender is never answered: it is taken once it could say so much. */
const TAKEN_AFTER_MS = 2_000;
const BOUNDARY = 'crowd';

const HEADS: Record<string, readonly string[]> = {
  streams: [`GET ${pathname} HTTP/1.1`, 'Accept: text/event-stream'],
  readers: [`GET ${pathname} HTTP/1.1`],
  senders: [
    `POST ${pathname} HTTP/1.1`,
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    'Content-Length: 10000000',
  ],
};
const head = [...(HEADS[kind] ?? []), `Host: ${hostname}:${port}`, ...headers, '', ''].join('\r\n');
const FILE_HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="slow.mp4"\r\nContent-Type: video/mp4\r\n\r\n`;

let begun = 0;
let taken = 0;
let refused = 0;

/** The addresses of this machine's loopback network beside the usual one. */
const addressOf = (n: number): string => `127.0.${1 + Math.floor(n / 250)}.${1 + (n % 250)}`;

function settle(wasTaken: boolean): void {
  if (wasTaken) taken += 1;
  else refused += 1;
  if (taken + refused === TOTAL) console.log(JSON.stringify({ message: { taken, refused } }));
  begin();
}

function begin(): void {
  if (begun === TOTAL) return;
  const localAddress = addressOf(begun % Number(addresses));
  begun += 1;
  const socket = createConnection({ host: hostname, port: Number(port), localAddress });
  let isSettled = false;
  const settleOnce = (wasTaken: boolean): void => {
    if (isSettled) return;
    isSettled = true;
    settle(wasTaken);
  };
  socket.setEncoding('latin1').once('data', (text) => {
    settleOnce(String(text).startsWith('HTTP/1.1 2'));
    if (kind === 'readers') drip(socket, () => void socket.read(DRIP_BYTES));
  });
  socket.on('error', () => settleOnce(false)).on('close', () => settleOnce(false));
  if (kind !== 'senders') return void socket.write(head);
  socket.write(head + FILE_HEAD);
  setTimeout(() => settleOnce(!socket.destroyed), TAKEN_AFTER_MS);
  drip(socket, () => void socket.write('x'.repeat(DRIP_BYTES)));
}

/** Moves a few bytes each second, for as long as the server bears it. */
function drip(socket: Socket, move: () => void): void {
  socket.pause();
  const timer = setInterval(move, DRIP_EVERY_MS);
  socket.once('close', () => clearInterval(timer));
}

console.log('ready');
for (let n = 0; n < Math.min(AT_ONCE, TOTAL); n += 1) begin();
