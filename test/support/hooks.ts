import type { RootHookObject } from 'mocha';
import { stopTestServers } from './servers.js';

/** Servers are started by the first test that asks for them, and stopped here after the last one. */
export const mochaHooks: RootHookObject = {
  async afterAll(this: Mocha.Context) {
    this.timeout(30_000);
    await stopTestServers();
  },
};
