import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';
import { post, type PostOptions } from '../../src/webhooks/post.js';

const MESSAGE = { body: '{"type":"rotation.done"}', headers: { 'webhook-id': 'evt_1' } };

describe('a request to an endpoint', () => {
  const open: { close: () => unknown }[] = [];

  afterEach(async () => {
    for (const server of open.splice(0)) server.close();
  });

  async function listening(server: Server | ReturnType<typeof createSocketServer>): Promise<string> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push({ close: () => server.close() });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?token=secret`;
  }
  const serving = (listener: RequestListener): Promise<string> => listening(createServer(listener));
  /** A server of raw bytes. */
  const raw = (listener: (socket: Socket) => void): Promise<string> => {
    const sockets = new Set<Socket>();
    const server = createSocketServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      listener(socket);
    });
    open.push({ close: () => sockets.forEach((socket) => socket.destroy()) });
    return listening(server);
  };
  const send = (url: string, given: Partial<PostOptions> = {}) => post(url, MESSAGE, { mayBePrivate: true, ...given });

  it('brings the body and the headers, and takes any 2xx for taken', async () => {
    const got: unknown[] = [];
    const url = await serving((req, res) => {
      let text = '';
      req.on('data', (chunk) => (text += String(chunk)));
      req.on('end', () => {
        got.push([req.method, req.url, text, req.headers['webhook-id'], req.headers['content-length']]);
        res.writeHead(204).end();
      });
    });
    assert.deepEqual(await send(url), { answerStatus: 204, problem: null });
    assert.deepEqual(got, [['POST', '/hooks?token=secret', MESSAGE.body, 'evt_1', '24']]);
  });

  it('does not follow redirects', async () => {
    let followed = 0;
    const target = await serving((_req, res) => {
      followed += 1;
      res.end();
    });
    const url = await serving((_req, res) => res.writeHead(307, { location: target }).end());
    const { answerStatus, problem } = await send(url);
    assert.deepEqual([answerStatus, problem], [307, 'The endpoint answered 307; redirects are not followed.']);
    assert.equal(followed, 0);
  });

  it('tells what else is answered by its status alone', async () => {
    const url = await serving((_req, res) => res.writeHead(500).end('internal secrets'));
    assert.deepEqual(await send(url), { answerStatus: 500, problem: 'The endpoint answered 500.' });
  });

  it('ends in time with one that accepts and says nothing', async () => {
    const url = await raw(() => undefined);
    assert.deepEqual(await send(url, { totalMs: 300 }), { answerStatus: null, problem: 'No answer within 0.3 s.' });
  });

  it('ends in time with one that sends its head byte by byte', async () => {
    const url = await raw((socket) => {
      const timer = setInterval(() => socket.write('H'.slice(0, 1)), 20);
      socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
      socket.on('close', () => clearInterval(timer));
    });
    assert.equal((await send(url, { totalMs: 300 })).problem, 'No answer within 0.3 s.');
  });

  it('reads a bounded part of an answer without end, and hangs up', async () => {
    let bytes = 0;
    const url = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const more = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(16_384))) bytes += 16_384;
      };
      socket.on('drain', more);
      more();
    });
    assert.deepEqual(await send(url, { totalMs: 10_000 }), { answerStatus: 200, problem: null });
    // What lies in buffers of sockets is sent, and not read.
    assert.ok(bytes < 32 * 1024 ** 2, `${bytes} bytes were sent`);
  });

  it('ends with one that resets, one that talks nonsense, and one whose head is too large', async () => {
    const resetting = await raw((socket) => void socket.once('data', () => socket.resetAndDestroy()));
    const nonsense = await raw((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'));
    const large = await raw((socket) => void socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`));
    for (const url of [resetting, nonsense, large]) {
      const { answerStatus, problem } = await send(url);
      assert.equal(answerStatus, null);
      assert.match(problem ?? '', /^The endpoint could not be reached \([A-Z_]+\)\.$/);
    }
  });

  it('ends with one that is not there, and with names that lead nowhere', async () => {
    const nowhere = async () => [];
    const failing = () => Promise.reject(new Error('SERVFAIL'));
    const url = 'http://hooks.example.com/';
    assert.match((await send('http://127.0.0.1:9/')).problem ?? '', /ECONNREFUSED/);
    for (const resolve of [nowhere, failing]) {
      assert.equal((await send(url, { resolve })).problem, 'The name of the endpoint leads nowhere.');
    }
    const never = () => new Promise<never>(() => undefined);
    assert.equal((await send(url, { resolve: never, totalMs: 100 })).problem, 'No answer within 0.1 s.');
  });

  it('goes to the address that was looked up, once, whatever the name leads to next', async () => {
    const url = await serving((req, res) =>
      res.writeHead(req.headers.host?.startsWith('hooks.example.com') ? 200 : 400).end(),
    );
    const asked: string[] = [];
    const resolve: PostOptions['resolve'] = async (host) => {
      asked.push(host);
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const named = url.replace('127.0.0.1', 'hooks.example.com');
    assert.deepEqual(await send(named, { resolve }), { answerStatus: 200, problem: null });
    assert.deepEqual(asked, ['hooks.example.com']);
  });

  it('goes to no private address, by name or by number, and to none of several of which one is', async () => {
    let reached = 0;
    const url = await serving((_req, res) => {
      reached += 1;
      res.end();
    });
    const refused = 'The name of the endpoint leads to an address that is not public.';
    const named = url.replace('127.0.0.1', 'hooks.example.com');
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['::ffff:169.254.169.254']]) {
      const resolve = async () =>
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }) as const);
      assert.deepEqual(await send(named, { resolve, mayBePrivate: false }), { answerStatus: null, problem: refused });
    }
    for (const literal of [url, url.replace('127.0.0.1', 'localhost'), url.replace('127.0.0.1', '[::1]')]) {
      assert.equal((await send(literal, { mayBePrivate: false })).problem, refused, literal);
    }
    assert.equal(reached, 0);
  });
});
