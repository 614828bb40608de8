import autocannon from 'autocannon';

// Sends as many requests as are answered, for machines without wrk, and tells how many that were: full-load <url>
// <seconds> [header ...].

const [, , url = '', seconds = '', ...headers] = process.argv;
console.log('ready');
const result = await autocannon({
  url,
  connections: 64,
  duration: Number(seconds),
  headers: Object.fromEntries(headers.map((header) => header.split(': '))),
});
// A 304 is no 2xx, and as good.
const failed = result.errors + result['4xx'] + result['5xx'];
console.log(JSON.stringify({ message: { perSecond: result.requests.average, failed } }));
