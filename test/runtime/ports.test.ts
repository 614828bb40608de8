import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'mocha';
import { freePort, holdAskedPort, holdFreePort, portFault } from '../../src/runtime/ports.js';
import { StartFailure } from '../../src/runtime/start-failure.js';

describe('free ports', () => {
  it('are not those of outgoing connections, which could take one before its server has it', async () => {
    const port = await freePort();
    assert.ok(port >= 20_000 && port < 32_768, String(port));
    assert.equal(await portFault('127.0.0.1', port), undefined);
  });

  it('are given once, to however many ask at once', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    assert.equal(new Set(ports).size, 50);
  });

  it('are kept, once held, from another start at the same moment', async () => {
    const preferred = await freePort();
    const held = await Promise.all([holdFreePort('127.0.0.1', preferred), holdFreePort('127.0.0.1', preferred)]);
    assert.equal(held.filter(({ port }) => port === preferred).length, 1);
    for (const { port } of held) assert.equal(await portFault('127.0.0.1', port), 'EADDRINUSE');
    for (const one of held) await one.release();
    for (const { port } of held) assert.equal(await portFault('127.0.0.1', port), undefined);
  });

  it('are refused, with another one named, when the very one that was asked for is held', async () => {
    const held = await holdFreePort('127.0.0.1');
    const asking = holdAskedPort('the API', 'PORT', '127.0.0.1', held.port);
    await assert.rejects(asking, new RegExp(`PORT=${held.port + 1} npm start`));
    await held.release();
  });

  it('leave out what is in use', async () => {
    const server = createServer().listen((await freePort()) + 1, '127.0.0.1');
    await once(server, 'listening');
    const given = [await freePort(), await freePort()];
    const address = server.address();
    server.close();
    assert.ok(typeof address === 'object' && address !== null && !given.includes(address.port));
  });

  it('are refused for an address that is not of this machine', async () => {
    await assert.rejects(freePort('203.0.113.1'), StartFailure);
  });
});
