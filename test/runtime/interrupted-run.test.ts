import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/config/project-root.js';
import { eventually } from '../support/eventually.js';

const ENDLESS_RUN = join(import.meta.dirname, 'fixtures', 'endless-run.ts');

async function assertRefuses(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await assert.rejects(once(socket, 'connect'), { code: 'ECONNREFUSED' });
  } finally {
    socket.destroy();
  }
}

describe('npm test, interrupted', function () {
  this.timeout(90_000);
  let run: ChildProcess;

  afterEach(() => {
    if (run.exitCode === null) process.kill(-(run.pid ?? 0), 'SIGKILL');
  });

  for (const [how, code, stop] of [
    ['by Ctrl-C', 130, (pid: number) => process.kill(-pid, 'SIGINT')],
    ['by SIGTERM', 143, (pid: number) => process.kill(pid, 'SIGTERM')],
  ] as const) {
    it(`stops its servers and fails when it ends ${how}`, async () => {
      const args = [join(projectRoot(), 'scripts', 'test.js'), ENDLESS_RUN];
      run = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(run, 'close');
      let port = 0;
      if (run.stdout === null) throw new Error('It has no output.');
      for await (const line of createInterface({ input: run.stdout })) {
        port = Number(/Postgres has port (\d+)/.exec(line)?.[1] ?? 0);
        if (port === 0) continue;
        stop(run.pid ?? 0);
        break;
      }
      assert.notEqual(port, 0, 'it came as far as its server');
      assert.deepEqual(await ended, [code, null]);
      await eventually(() => assertRefuses(port));
    });
  }
});
