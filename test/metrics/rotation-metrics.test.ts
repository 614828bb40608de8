import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import type { Step } from '../../src/domain/plan/fold-plan.js';
import { createRotationReporter } from '../../src/metrics/rotation-metrics.js';
import { registerOutboxMetrics } from '../../src/metrics/outbox-metrics.js';
import { aState, aVideo, NOON } from '../support/builders.js';

describe('the report of rotations', () => {
  const state = aState({ videos: [aVideo({ id: 4, title: 'Spring' }), aVideo({ id: 5, title: 'Summer' })] });

  function report(steps: Partial<Step>[], at = NOON + 12): { lines: string[]; registry: Registry } {
    const lines: string[] = [];
    const registry = new Registry();
    const tell = createRotationReporter({ info: (line: unknown) => void lines.push(String(line)) }, registry);
    const full = { kind: 'schedule', at: NOON, subjectId: 3, fromVideoId: 4, toVideoId: 5, note: null } as const;
    const seen = { to: null, isChange: true, beneathVideoId: 5, slots: 0 };
    tell({ state, at, actor: 'workflow', steps: steps.map((step) => ({ ...full, ...seen, ...step })) });
    return { lines, registry };
  }

  it('is one readable line for each', () => {
    const { lines } = report([
      {},
      { kind: 'window', subjectId: 5, fromVideoId: 5, toVideoId: 4 },
      { kind: 'expiry', subjectId: 4, fromVideoId: 4, toVideoId: null },
      { kind: 'expiry', subjectId: null },
      { toVideoId: 4, note: 'no_showable_video' },
    ]);
    const when = 'due 12:00:00.000Z, 12 ms late';
    assert.deepEqual(lines, [
      `rotated content 1 'Portrait' by schedule 3: video 4 'Spring' -> 5 'Summer', ${when}`,
      `rotated content 1 'Portrait' by the window of video 5: video 5 'Summer' -> 4 'Spring', ${when}`,
      `rotated content 1 'Portrait' by the expiry of video 4: video 4 'Spring' -> nothing, ${when}`,
      `rotated content 1 'Portrait' by its own expiry: video 4 'Spring' -> 5 'Summer', ${when}`,
      `did not rotate content 1 'Portrait' by schedule 3: video 4 'Spring' (no video of the sequence can be shown), ${when}`,
    ]);
  });

  it('says nothing of a window edge that changes nothing', () => {
    assert.deepEqual(report([{ kind: 'window', toVideoId: 4 }]).lines, []);
  });

  it('tells of a long backlog in short, and counts all of it', async () => {
    const { lines, registry } = report(Array.from({ length: 600 }, () => ({})));
    assert.equal(lines.length, 21);
    assert.match(lines[0] ?? '', /^content 1: 600 rotations were due/);
    const text = await registry.metrics();
    assert.match(text, /^rotations_total\{cause="schedule"\} 600$/m);
    assert.match(text, /^rotation_lateness_seconds_bucket\{le="0.01"\} 0$/m);
    assert.match(text, /^rotation_lateness_seconds_bucket\{le="0.025"\} 600$/m);
  });

  it('measures the outbox when asked, and survives that it cannot', async () => {
    const registry = new Registry();
    let away = false;
    registerOutboxMetrics(registry, () =>
      away ? Promise.reject(new Error('away')) : Promise.resolve({ waiting: 3, oldestSeconds: 1.5 }),
    );
    for (const state of [false, true]) {
      away = state;
      const text = await registry.metrics();
      assert.match(text, /^outbox_messages 3$/m);
      assert.match(text, /^outbox_oldest_seconds 1.5$/m);
    }
  });
});
