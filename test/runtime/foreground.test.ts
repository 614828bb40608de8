import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOf } from '../../src/platform/process-identity.js';
import { readRunRecords } from '../../src/runtime/run-records.js';
import { eventually } from '../support/eventually.js';
import { STAND_IN_FOLDER, startForeground, type Foreground } from '../support/foreground.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';

const READY = 'Ctrl-C stops everything';
/** By when a signal is one of its own. */
const ANOTHER_CTRL_C_MS = 600;

describe('npm start in the foreground', function () {
  this.timeout(60_000);
  let dataDir: string;
  let running: Foreground[];

  beforeEach(() => {
    dataDir = makeDataDir();
    running = [];
  });

  afterEach(async () => {
    for (const foreground of running) {
      foreground.signal('SIGKILL');
      await foreground.ended();
    }
    await removeDataDir(dataDir);
  });

  function start(environment: NodeJS.ProcessEnv = {}, args: string[] = []): Foreground {
    const foreground = startForeground(dataDir, environment, args);
    running.push(foreground);
    return foreground;
  }

  /** The pids of all that runs on the data folder, by name. */
  function pids(): Map<string, number> {
    return new Map(readRunRecords(dataDir).map(({ name, pid }) => [name, pid]));
  }

  /** Resolves once the demo is complete, which is some moments after the service is ready. */
  const isFilled = (): Promise<void> =>
    eventually(() => assert.equal(readFileSync(join(dataDir, 'first-start'), 'utf8'), 'done'));

  /** What the first start made, by the last word of its address. */
  function madeIn(foreground: Foreground): Record<string, number> {
    const made: Record<string, number> = {};
    for (const line of foreground.lines) {
      const [, noun] = /^made \/api\/(?:\S+\/)?([a-z-]+) /.exec(line) ?? [];
      if (noun !== undefined) made[noun] = (made[noun] ?? 0) + 1;
    }
    return made;
  }

  function assertAllGone(were: Map<string, number>): void {
    assert.deepEqual(
      [...were].filter(([, pid]) => startOf(pid) !== undefined),
      [],
    );
  }

  it('starts everything, fills the first start, and stops in order', async () => {
    const foreground = start();
    await foreground.line(READY);
    const were = pids();
    assert.deepEqual([...were.keys()].toSorted(), ['api', 'postgres', 'temporal', 'worker']);
    await isFilled();
    assert.deepEqual(madeIn(foreground), {
      companies: 1,
      'ar-content': 7,
      videos: 3,
      copies: 8,
      rotation: 3,
      pause: 1,
      overrides: 1,
      dayparts: 1,
    });
    assert.match(await foreground.line('curl'), /\/api\/ar\/[-0-9]{36}\/active-video$/);

    const before = performance.now();
    foreground.signal('SIGINT');
    assert.equal(await foreground.ended(), 0);
    assert.ok(performance.now() - before < 10_000);
    const ends = foreground.lines.filter((line) => line.endsWith(' ends'));
    assert.deepEqual(ends.toSorted(), ['api ends', 'worker ends']);
    assertAllGone(were);
  });

  it('shows the admin key once, keeps it for its owner only, and fills nothing twice', async () => {
    const first = start();
    await first.line(READY);
    await isFilled();
    first.signal('SIGTERM');
    await first.ended();
    const file = join(dataDir, 'admin-key');
    const key = readFileSync(file, 'utf8').trim();
    assert.match(key, /^arv_[\w-]{43}$/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    for (const name of ['postgres-password', 'temporal.db', 'temporal.db-wal']) {
      assert.equal(statSync(join(dataDir, name)).mode & 0o077, 0, name);
    }
    assert.ok((await first.line('Admin key')).includes(key));
    assert.match(await first.line('Sign in'), /^ {2}Sign in +http:\/\/there\/console\/sign-in#arv_once {2}\(once, /);

    const second = start();
    await second.line(READY);
    assert.ok(!second.lines.some((line) => line.includes(key)));
    assert.ok(!second.lines.some((line) => line.startsWith('made ')));
  });

  it('leaves the demo out if asked to', async () => {
    const foreground = start({}, ['--no-demo']);
    await foreground.line(READY);
    assert.deepEqual(madeIn(foreground), { companies: 1 });
  });

  it('completes what a start that was broken off began, but for what was removed since', async () => {
    const marker = join(dataDir, 'first-start');
    // The API of these starts has kept nothing of the one before.
    for (const [state, companies] of [
      ['begun', 1],
      ['has a company', undefined],
    ] as const) {
      writeFileSync(marker, state);
      const foreground = start();
      await foreground.line(READY);
      assert.equal(madeIn(foreground)['companies'], companies, state);
      await isFilled();
      foreground.signal('SIGTERM');
      await foreground.ended();
    }
  });

  it('goes on after the parent was killed, in place of what it had left running', async () => {
    const first = start();
    await first.line(READY);
    const were = pids();
    first.signal('SIGKILL');
    await first.ended();
    assert.ok([...were.values()].some((pid) => startOf(pid) !== undefined));

    const second = start();
    await second.line(READY);
    assertAllGone(were);
    assert.match(await second.line('Stopped what an earlier start'), /postgres/);
  });

  it('goes on after all of it was killed', async () => {
    const first = start();
    await first.line(READY);
    for (const pid of [first.pid, ...pids().values()]) process.kill(pid, 'SIGKILL');
    await first.ended();

    await start().line(READY);
  });

  it('starts a child that dies once more', async () => {
    const foreground = start();
    await foreground.line(READY);
    const worker = pids().get('worker') ?? 0;
    process.kill(worker, 'SIGKILL');
    await foreground.line('worker runs again');
    assert.notEqual(pids().get('worker'), worker);
    const postgres = pids().get('postgres') ?? 0;
    process.kill(postgres, 'SIGKILL');
    await foreground.line('postgres runs again');
  });

  it('starts API and worker anew when their source changes, and nothing else', async () => {
    const foreground = start({}, ['--watch']);
    await foreground.line('Watching');
    const were = pids();
    const now = new Date();
    utimesSync(join(STAND_IN_FOLDER, 'main-worker.ts'), now, now);
    await foreground.line('Changed: main-worker.ts');
    for (const name of ['api', 'worker']) await foreground.line(`${name} runs again`);
    const changed = [...pids()].filter(([name, pid]) => were.get(name) !== pid).map(([name]) => name);
    assert.deepEqual(changed.toSorted(), ['api', 'worker']);
    assert.ok(!foreground.lines.some((line) => line.includes('starting it again')));
  });

  it('kills a child that does not stop', async () => {
    const foreground = start({ STAND_IN_WORKER_STUBBORN: 'yes', SHUTDOWN_TIMEOUT: '3s' });
    await foreground.line(READY);
    const were = pids();
    foreground.signal('SIGINT');
    assert.equal(await foreground.ended(), 0);
    assertAllGone(were);
  });

  it('takes a Ctrl-C as one that the terminal and then npm sends it', async () => {
    const foreground = start();
    await foreground.line(READY);
    foreground.signal('SIGINT');
    await foreground.line('Stopping');
    foreground.signal('SIGINT');
    assert.equal(await foreground.ended(), 0);
    const ends = foreground.lines.filter((line) => line.endsWith(' ends'));
    assert.deepEqual(ends.toSorted(), ['api ends', 'worker ends']);
  });

  it('is forced by a second Ctrl-C', async () => {
    const foreground = start({ STAND_IN_WORKER_STUBBORN: 'yes', SHUTDOWN_TIMEOUT: '1m' });
    await foreground.line(READY);
    const were = pids();
    foreground.signal('SIGINT');
    await foreground.line('api ends');
    await delay(ANOTHER_CTRL_C_MS);
    foreground.signal('SIGINT');
    assert.equal(await foreground.ended(), 130);
    await eventually(() => assertAllGone(were));
  });

  it('stops what it has started if it is interrupted while starting', async () => {
    const foreground = start();
    await foreground.line('Postgres: ');
    foreground.signal('SIGINT');
    assert.equal(await foreground.ended(), 0);
    assertAllGone(pids());
    assert.deepEqual([...pids()], []);
  });

  it('refuses a second start on the same data folder', async () => {
    const first = start();
    await first.line(READY);
    const second = start();
    assert.equal(await second.ended(), 1);
    await second.line(`already runs on ${dataDir} (process ${first.pid})`);
  });

  describe('refuses with one message', () => {
    /** It ends with code 1, and the message is the only thing that it says. */
    async function refusal(environment: NodeJS.ProcessEnv, args: string[] = []): Promise<string> {
      const foreground = start(environment, args);
      assert.equal(await foreground.ended(), 1);
      assert.deepEqual([...pids()], []);
      assert.equal(foreground.lines[1], 'The service was not started.');
      return foreground.lines.slice(3).join('\n');
    }

    async function withBusyPort(use: (port: string) => Promise<void>): Promise<void> {
      const server: Server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      await use(String(typeof address === 'object' ? address?.port : 0)).finally(() => server.close());
    }

    it('an API port in use', () =>
      withBusyPort(async (port) => {
        const message = await refusal({ PORT: port });
        assert.match(message, new RegExp(`^Port ${port} of 127.0.0.1 \\(the API\\) is in use`));
        assert.match(message, /PORT=\d+ npm start/);
      }));

    it('a Temporal port in use', () =>
      withBusyPort(async (port) => {
        assert.match(await refusal({ TEMPORAL_PORT: port }), /TEMPORAL_PORT=\d+ npm start\nOr.*TEMPORAL_ADDRESS=/s);
        assert.match(await refusal({ TEMPORAL_UI_PORT: port }), /TEMPORAL_UI_PORT=\d+ npm start/);
      }));

    it('an unreachable DATABASE_URL, without its password', async () => {
      const message = await refusal({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/db' });
      assert.match(
        message,
        /^DATABASE_URL: no Postgres answers at postgres:\/\/me:\*\*\*@127.0.0.1:1\/db \(.*ECONNREFUSED/,
      );
    });

    it('an unreachable TEMPORAL_ADDRESS', async () => {
      assert.match(
        await refusal({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
        /^TEMPORAL_ADDRESS: nothing answers at 127.0.0.1:1/,
      );
      assert.match(await refusal({ TEMPORAL_ADDRESS: 'nonsense' }), /^TEMPORAL_ADDRESS: "nonsense" is not host:port/);
    });

    it('every wrong variable', async () => {
      const message = await refusal({ PORT: 'three', LOG_LEVEL: 'loud', ADMIN_API_KEY: 'short' });
      for (const name of ['PORT', 'LOG_LEVEL', 'ADMIN_API_KEY'])
        assert.match(message, new RegExp(`^ {2}${name}: `, 'm'));
    });

    it('a TEMPORAL_CLI_PATH that is not there', async () => {
      assert.match(
        await refusal({ TEMPORAL_CLI_PATH: '/nowhere/temporal' }),
        /^TEMPORAL_CLI_PATH: \/nowhere\/temporal/,
      );
    });

    it('an unusable DATA_DIR', async () => {
      assert.match(
        await refusal({ DATA_DIR: '/dev/null/data' }),
        /^DATA_DIR: the folder \/dev\/null\/data cannot be used/,
      );
    });

    it('an unknown argument', async () => {
      assert.match(await refusal({}, ['--nodemo']), /--nodemo/);
    });
  });

  it('stops everything if the migration fails, or the worker ends before it is ready', async () => {
    const migrating = start({ STAND_IN_MIGRATE_EXIT: '3' });
    assert.equal(await migrating.ended(), 1);
    await migrating.line('The migration failed (code 3)');
    assert.deepEqual([...pids()], []);

    const working = start({ STAND_IN_WORKER_EXIT: '4' });
    assert.equal(await working.ended(), 1);
    await working.line('The worker ended before it was ready');
    assert.deepEqual([...pids()], []);
  });
});
