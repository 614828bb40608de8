import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { createApp } from '../../src/api/app.js';
import { clientOf } from '../../src/api/http/client-address.js';
import { connectionsWithin } from '../../src/api/http/connection-guard.js';
import { closeGracefully, listen, portOf } from '../../src/api/http/http-server.js';
import { startTestApi, type TestApi, type TestApiOptions } from '../support/api.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import type { DatabaseClock } from '../../src/db/clock.js';
import { eventually } from '../support/eventually.js';
import { startedClock } from '../support/planning.js';

const FILE_BYTES = 32 * 1024 ** 2;

describe('limits of connections', () => {
  let database: TestDatabase;
  let clock: DatabaseClock;
  let uniqueId: string;
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const apis: TestApi[] = [];
  const sockets: Socket[] = [];

  before(async () => {
    database = await testDatabase();
    clock = await startedClock(database.db);
    const { id, unique_id } = await insertContent(database.db, { settled_at: clock.now() });
    await insertVideo(database.db, id, { video_url: '/media/1' });
    uniqueId = unique_id;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const api of apis.splice(0)) await api.stop();
    lines.length = 0;
  });
  after(async () => {
    clock.stop();
    await database.drop();
  });

  async function start(options: TestApiOptions): Promise<TestApi> {
    const api = await startTestApi(database.db, clock, { feedUrl: database.url, log, ...options });
    apis.push(api);
    return api;
  }

  /** Sends text over a connection of its own, and collects what comes back. */
  async function open(
    port: number,
    text = '',
  ): Promise<{ socket: Socket; answer: () => string; isOpen: () => boolean }> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    let answer = '';
    let isOpen = true;
    socket.on('data', (part: Buffer) => void (answer += part.toString())).on('error', () => undefined);
    socket.once('close', () => void (isOpen = false));
    await once(socket, 'connect');
    if (text !== '') socket.write(text);
    return { socket, answer: () => answer, isOpen: () => isOpen };
  }

  const portOfUrl = ({ url }: TestApi): number => Number(new URL(url).port);
  const events = (address?: string): string =>
    `GET /api/ar/${uniqueId}/events HTTP/1.1\r\nHost: x\r\n${address ? `X-Forwarded-For: ${address}\r\n` : ''}\r\n`;

  it('refuses more connections of one address, says so, and has room again when one ends', async () => {
    const api = await start({ connections: { inAll: 100, perKey: 2 } });
    await eventually(async () => assert.equal((await api.call('GET', '/health/live')).status, 200));
    const held = [await open(portOfUrl(api)), await open(portOfUrl(api)), await open(portOfUrl(api))];
    await eventually(() => assert.ok(held.some(({ isOpen }) => !isOpen())));
    await eventually(() => assert.ok(lines.some((line) => line.includes('refused a connection: key'))));
    for (const { socket } of held) socket.destroy();
    await eventually(async () => {
      const metrics = await api.call('GET', '/metrics');
      assert.match(String(metrics.body), /refusals_total\{what="connection",why="key"\} [1-9]/);
    });
  });

  it('limits the streams of one client and of all, by the address that a proxy of ours tells', async () => {
    const api = await start({ trustedProxies: ['127.0.0.1'], streams: { inAll: 3, perKey: 2 } });
    const port = portOfUrl(api);
    const opened = async (address: string) => {
      const stream = await open(port, events(address));
      await eventually(() => assert.match(stream.answer(), /^HTTP\/1.1 \d{3}/));
      return Number(stream.answer().slice(9, 12));
    };
    assert.deepEqual([await opened('192.0.2.1'), await opened('192.0.2.1')], [200, 200]);
    assert.equal(await opened('192.0.2.1'), 503);
    assert.equal(await opened('192.0.2.2'), 200);
    assert.equal(await opened('192.0.2.3'), 503);
    assert.ok(lines.some((line) => line.includes('refused a stream: key') && line.includes('192.0.2.1')));
  });

  it('believes no address that a client tells of itself', async () => {
    const api = await start({ streams: { inAll: 10, perKey: 1 } });
    const first = await open(portOfUrl(api), events('192.0.2.1'));
    await eventually(() => assert.match(first.answer(), /^HTTP\/1.1 200/));
    const second = await open(portOfUrl(api), events('192.0.2.2'));
    await eventually(() => assert.match(second.answer(), /^HTTP\/1.1 503/));
  });

  it('opens no more streams than it may, however many are asked for at once', async () => {
    const api = await start({ streams: { inAll: 10, perKey: 2 } });
    const { id, unique_id: unread } = await insertContent(database.db, { settled_at: clock.now() });
    await insertVideo(database.db, id, { video_url: '/media/1' });
    const clients = await Promise.all(Array.from({ length: 8 }, () => open(portOfUrl(api))));
    await database.db.transaction(async (trx) => {
      await trx.raw('LOCK TABLE ar_content IN ACCESS EXCLUSIVE MODE'); // Nothing can be read until all have asked.
      for (const { socket } of clients) socket.write(events().replace(uniqueId, unread));
      await eventually(async () => {
        const asking = await trx('pg_locks').where('granted', false).select('pid');
        assert.ok(asking.length > 0);
      });
    });
    await eventually(() => assert.ok(clients.every(({ answer }) => answer().startsWith('HTTP/1.1'))));
    assert.equal(clients.filter(({ answer }) => answer().startsWith('HTTP/1.1 200')).length, 2);
    for (const { socket } of clients) socket.destroy();
    await eventually(() => assert.equal(api.deps.events.open, 0));
  });

  it('keeps no stream of a connection that has ended, however many were asked for on it', async () => {
    const api = await start({ streams: { inAll: 10, perKey: 5 } });
    const { socket, answer } = await open(portOfUrl(api), events().repeat(20));
    await eventually(() => assert.match(answer(), /^HTTP\/1.1 200/));
    assert.ok(api.deps.events.open <= 5);
    socket.destroy();
    await eventually(() => assert.equal(api.deps.events.open, 0));
  });

  it('does what is asked on one connection in the order in which it was asked', async () => {
    const api = await start({});
    const { id } = await insertContent(database.db, { settled_at: clock.now() });
    const head = `/api/ar-content/${id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await api.makeKey('admin', null)}\r\n`;
    const body = '{"title":"Changed before"}';
    const put = `PUT ${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const { answer } = await open(portOfUrl(api), `${put}GET ${head}\r\n`);
    await eventually(() => assert.equal(answer().match(/HTTP\/1.1 200/g)?.length, 2));
    assert.equal(answer().match(/"title":"Changed before"/g)?.length, 2);
  });

  it('closes a connection on which too many requests wait, and says so', async () => {
    const api = await start({});
    const { isOpen } = await open(
      portOfUrl(api),
      `${events()}${'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(500)}`,
    );
    await eventually(() => assert.equal(isOpen(), false));
    await eventually(() => assert.ok(lines.some((line) => line.includes('refused a connection: pipelining'))));
  });

  it('cuts off a client that sends its body byte by byte', async () => {
    const api = await start({});
    const slowClients = { everyMs: 30, minBytes: 1_000, maxSlow: 3 };
    const server = await listen(createApp(api.deps, { slowClients }), '127.0.0.1', 0);
    const head =
      'POST /api/companies HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n';
    const key = await api.makeKey('admin', null);
    const slow = await open(portOf(server), `${head}Authorization: Bearer ${key}\r\n\r\n`);
    const drip = setInterval(() => slow.socket.write('{'), 10);
    await eventually(() => assert.equal(slow.isOpen(), false));
    clearInterval(drip);
    assert.ok(lines.some((line) => line.includes('refused a connection: slow')));
    await closeGracefully(server, 100);
  });

  it('cuts off a client that reads its answer byte by byte, and none that reads on', async () => {
    const api = await start({});
    const slowClients = { everyMs: 50, minBytes: 1_000, maxSlow: 4 };
    const server = await listen(createApp(api.deps, { slowClients }), '127.0.0.1', 0);
    const { id } = await insertContent(database.db, { settled_at: clock.now() });
    const key = `videos/${id}/${randomUUID()}.mp4`;
    const [connection] = await database
      .db('storage_connections')
      .insert({ name: 'here', provider: 'local', base_path: api.mediaDir })
      .returning('id');
    await insertVideo(database.db, id, { storage_connection_id: connection.id, video_path: key });
    mkdirSync(dirname(join(api.mediaDir, key)), { recursive: true });
    // More than what the two ends of a connection hold.
    writeFileSync(join(api.mediaDir, key), Buffer.alloc(FILE_BYTES));
    const connections = promisify((then: (error: Error | null, count: number) => void) => server.getConnections(then));
    const get = `GET /media/${connection.id}/${key} HTTP/1.1\r\nHost: x\r\n\r\n`;

    const slow = connect({ port: portOf(server), host: '127.0.0.1' });
    sockets.push(slow.on('error', () => undefined));
    await once(slow, 'connect');
    slow.write(get);
    const drip = setInterval(() => void slow.read(1), 10);
    await once(slow, 'readable');
    await eventually(async () => assert.equal(await connections(), 0));
    clearInterval(drip);

    const steady = await fetch(`http://127.0.0.1:${portOf(server)}/media/${connection.id}/${key}`);
    assert.equal(steady.status, 200);
    assert.equal((await steady.arrayBuffer()).byteLength, FILE_BYTES);
    await closeGracefully(server, 100);
  });

  it('cuts off a client that asks for the active video, and does not read it', async () => {
    const api = await start({});
    const slowClients = { everyMs: 50, minBytes: 1_000, maxSlow: 4 };
    const server = await listen(createApp(api.deps, { slowClients }), '127.0.0.1', 0);
    const read = `GET /api/ar/${uniqueId}/active-video HTTP/1.1\r\nHost: x\r\n\r\n`;
    const polling = await open(portOf(server), read);
    const poll = setInterval(() => polling.socket.write(read), 100);
    const { socket, isOpen } = await open(portOf(server));
    socket.pause();
    const ask = setInterval(() => {
      if (socket.writableLength === 0) socket.write(read.repeat(50));
    }, 1);
    await eventually(() => assert.equal(isOpen(), false));
    clearInterval(ask);
    clearInterval(poll);
    assert.ok(polling.isOpen());
    await closeGracefully(server, 100);
  });

  it('takes a network of IPv6 for one client', () => {
    assert.equal(clientOf('2001:db8:1:2:aaaa::1'), clientOf('2001:db8:1:2::2'));
    assert.notEqual(clientOf('2001:db8:1:2::1'), clientOf('2001:db8:1:3::1'));
    assert.deepEqual(['::ffff:192.0.2.7', '192.0.2.7', '::1'].map(clientOf), [
      '192.0.2.7',
      '192.0.2.7',
      '0:0:0:0::/64',
    ]);
  });

  it('leaves descriptors for the file of each connection, and for other things', () => {
    assert.deepEqual(
      [null, 30_000, 20_000, 1_024, 100, 1].map((descriptors) => connectionsWithin(10_000, descriptors)),
      [10_000, 10_000, 9_744, 256, 25, 1],
    );
  });
});
