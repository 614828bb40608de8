import { connect, type Socket } from 'node:net';

// Holds many streams of Server-Sent Events open, and tells of each change when the first and the last of them had it:
// event-streams <url of the stream> <how many>. Bare sockets, so that the client costs little beside the server.

const [, , address = '', count = ''] = process.argv;
const { hostname, port, pathname } = new URL(address);
const EVENT = 'event: active-video';
const AT_ONCE = 200;

let toOpen = Number(count);
let told = 0;
let failed = 0;
let firstAt = 0;

/** By the machine's clock, in fractions of a millisecond. */
const now = (): number => performance.timeOrigin + performance.now();

function hear(): void {
  if (told === 0) firstAt = now();
  told += 1;
  if (told < Number(count)) return;
  console.log(JSON.stringify({ message: { firstAt, lastAt: now(), failed } }));
  told = 0;
}

function open(): void {
  if (toOpen === 0) return;
  toOpen -= 1;
  const socket: Socket = connect(Number(port), hostname);
  let isOpen = false;
  socket.setEncoding('utf8').on('data', (text) => {
    for (let at = String(text).indexOf(EVENT); at >= 0; at = String(text).indexOf(EVENT, at + 1)) hear();
    if (isOpen) return;
    isOpen = true;
    open();
  });
  socket.on('error', () => (failed += 1)).on('close', () => (failed += 1));
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`);
}

console.log('ready');
for (let n = 0; n < AT_ONCE; n += 1) open();
