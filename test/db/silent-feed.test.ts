import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ChangeFeed } from '../../src/db/change-feed.js';
import { eventually } from '../support/eventually.js';

describe('feed of changes from a Postgres that says nothing', () => {
  let server: Server;
  let feed: ChangeFeed;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    server = createServer((socket) => void sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const nothing = (): void => undefined;
    feed = new ChangeFeed({
      url: `postgres://x:x@127.0.0.1:${port}/x`,
      applicationName: 'silent feed',
      clock: { learn: nothing },
      listener: { contentChanged: nothing, contentCreated: nothing, feedLost: nothing, feedLive: nothing },
      log: { info: nothing, warn: nothing },
    });
    feed.start();
    await eventually(() => assert.equal(sockets.length, 1));
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
  });

  it('stops at once', async () => {
    const begunAt = performance.now();
    await feed.stop();
    assert.ok(performance.now() - begunAt < 1_000);
  });

  it('tries again, also when somebody waited for it', async () => {
    await feed.catchUp(performance.now());
    await eventually(() => assert.ok(sockets.length > 1));
    await feed.stop();
  });
});
