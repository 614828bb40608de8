import { connect } from 'node:net';
import { quantile } from '../report/statistics.js';

// Sends requests evenly over time, whatever the answers take, and tells how long these took, each from the instant at
// which its request was due (so a slow answer counts for those that wait behind it):
// steady-load <url> <requests a second> <seconds>
//
// autocannon was tried: it sends the requests of a second one after another as fast as it can, then rests, so that half
// of the load a server can bear was all of it half of the time. h2load does the same every 10 ms. Bare sockets, so that
// the client keeps its pace beside the server.

const [, , address = '', rate = '', seconds = ''] = process.argv;
const { hostname, port, pathname } = new URL(address);
const GAP_MS = 1_000 / Number(rate);
const COUNT = Number(rate) * Number(seconds);
const CONNECTIONS = 64;
/** Answers to the first ones are not counted: connections are opened, and code is compiled. */
const WARM_UP_COUNT = Number(rate);
const REQUEST = `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`;

const startAt = performance.now() + GAP_MS;
const tookMs: number[] = [];
/** What sends a request on each connection that has none under way. */
const free: ((request: number) => void)[] = [];
let sent = 0;
let open = 0;
let failed = 0;

const dueAt = (n: number): number => startAt + n * GAP_MS;

/** Opens a connection, on which one request at a time is under way. */
function openConnection(): void {
  const socket = connect(Number(port), hostname).setNoDelay().setEncoding('latin1');
  let request = 0;
  let heard = '';
  const send = (next: number): void => {
    request = next;
    open += 1;
    socket.write(REQUEST);
  };
  const hear = (text: string): void => {
    heard += text;
    const head = heard.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(heard)?.[1]);
    if (heard.length < head + 4 + length) return;
    if (!heard.startsWith('HTTP/1.1 200')) failed += 1;
    if (request >= WARM_UP_COUNT) tookMs.push(performance.now() - dueAt(request));
    heard = '';
    open -= 1;
    free.push(send);
    sendDue();
  };
  socket.on('connect', () => free.push(send)).on('data', (text) => hear(String(text)));
  // As an error, which nobody handles, it ends this program: a figure without these requests would be too good.
  socket.on('close', () => {
    throw new Error('The server closed a connection.');
  });
}

/** Sends what is due, on connections that are free. */
function sendDue(): void {
  const now = performance.now();
  while (sent < COUNT && dueAt(sent) <= now) {
    const send = free.pop();
    if (send === undefined) break;
    send(sent);
    sent += 1;
  }
}

/** Looks every millisecond what is due: to look all the time would take the core from Postgres. */
function pace(): void {
  sendDue();
  if (sent < COUNT || open > 0) setTimeout(pace, 1);
  else tell();
}

function tell(): void {
  const [p50, p99, p999, max] = [0.5, 0.99, 0.999, 1].map((q) => quantile(tookMs, q));
  const perSecond = COUNT / ((performance.now() - startAt) / 1_000);
  console.log(JSON.stringify({ message: { perSecond, p50, p99, p999, max, failed } }));
}

console.log('ready');
for (let n = 0; n < CONNECTIONS; n += 1) openConnection();
pace();
