import { createServer } from 'node:http';
import { portOf } from '../../src/api/http/http-server.js';

// A bare node:http server that sends the very bytes that the url given is answered with: the limit of what Node can do.

const [, , url = ''] = process.argv;
const answer = await fetch(url);
const body = Buffer.from(await answer.arrayBuffer());
const skipped = new Set(['date', 'connection', 'keep-alive']);
const headers = [...answer.headers].filter(([name]) => !skipped.has(name)).flat();

const server = createServer((_req, res) => {
  res.writeHead(200, headers);
  res.end(body);
});
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${portOf(server)}`));
