import assert from 'node:assert/strict';
import type { RootHookObject } from 'mocha';
import { stopTestServers } from './servers.js';

/**
 * Without a message of ours, Node 20 parses the test's source for one: up to a minute in which nothing else runs, as
 * tsx puts all code on one line. `eventually` meets failures all the time.
 */
const ok: (value: unknown, message?: string | Error) => void = assert.ok;
Object.assign(assert, {
  ok: (value: unknown, message: string | Error = 'It does not hold.') => ok(value, message),
});

/** An interrupted run ends in order, however many signals come: whatever is to be killed at its exit is killed. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** Servers are started by the first test that asks for them, and stopped here after the last one. */
export const mochaHooks: RootHookObject = {
  async afterAll(this: Mocha.Context) {
    this.timeout(30_000);
    await stopTestServers();
  },
};
