import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'mocha';
import { freePort, portFault } from '../../src/runtime/ports.js';
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
