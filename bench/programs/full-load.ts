import autocannon from 'autocannon';

// Sends requests at a steady rate, whatever the answers take (so that a slow answer counts for those behind it), and
// tells how long they took: steady-load <url> <requests a second; 0: as many as can be> <seconds> [header ...].

const [, , url = '', rate = '', seconds = '', ...headers] = process.argv;
console.log('ready');
const result = await autocannon({
  url,
  connections: 64,
  duration: Number(seconds),
  headers: Object.fromEntries(headers.map((header) => header.split(': '))),
  ...(Number(rate) > 0 && { overallRate: Number(rate) }),
});
const { p50, p99, p99_9: p999, max } = result.latency;
// A 304 is no 2xx, and as good.
const failed = result.errors + result['4xx'] + result['5xx'];
console.log(JSON.stringify({ message: { perSecond: result.requests.average, p50, p99, p999, max, failed } }));
