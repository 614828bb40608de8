import assert from 'node:assert/strict';
import { ServiceError } from '@temporalio/client';
import { DeliveryLog } from '../../src/outbox/delivery-log.js';

describe('what the relay tells', () => {
  let lines: string[];
  let count: () => Promise<number>;
  let log: DeliveryLog;
  beforeEach(() => {
    lines = [];
    count = () => Promise.resolve(1);
    const write = (line: unknown): void => void lines.push(String(line));
    log = new DeliveryLog({ info: write, warn: write }, () => count());
  });

  const cause = Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: '', metadata: {} });
  const row = { workflow_id: 'rotation-schedule-1', op: 'poke', version: 1, attempts: 1 } as const;
  const failed = (error: unknown, begunAt = performance.now()): Promise<void> =>
    log.failed({ row, error, begunAt, waitMs: 1_000 });
  const away = new ServiceError('not sent', { cause });

  it('is that Temporal went and came, each once', async () => {
    await Promise.all([failed(away), failed(away), failed(away)]);
    log.succeeded();
    log.succeeded();
    assert.deepEqual(lines, [
      'outbox: Temporal cannot be reached: 1 message waits (not sent: 14 UNAVAILABLE)',
      'outbox: Temporal is back',
    ]);
  });

  it('is nothing when it is back before the line was written, or for a delivery that began before', async () => {
    const begunAt = performance.now() - 1;
    const failing = failed(away);
    log.succeeded();
    await failing;
    await failed(away, begunAt);
    assert.deepEqual(lines, []);
  });

  it('leaves the number out when Postgres is away as well', async () => {
    count = () => Promise.reject(new Error('no database'));
    await failed(away);
    assert.deepEqual(lines, ['outbox: Temporal cannot be reached: its messages wait (not sent: 14 UNAVAILABLE)']);
  });

  it('is one line for many messages that cannot be delivered', async () => {
    for (let n = 0; n < 5; n += 1) await failed('a bug');
    assert.deepEqual(lines, ['outbox: poke of rotation-schedule-1 not delivered, again in 1 s (a bug)']);
  });
});
