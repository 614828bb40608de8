import assert from 'node:assert/strict';
import { WorkflowFailedError, type WorkflowExecutionDescription, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { OperatorTask } from '../../src/activities/operator-request.js';
import type { Plan, PlanReport, PlanSubject } from '../../src/activities/plan-report.js';
import { contentWindowsWorkflow, rotationScheduleWorkflow } from '../../src/workflows/workflows.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.js';
import {
  pauseUpdate,
  resumeUpdate,
  rotateNowUpdate,
  setPositionUpdate,
  skipNextUpdate,
  planChangedSignal,
  statusQuery,
  type RotationScheduleInput,
} from '../../src/workflows/plan/messages.js';
import { eventually } from '../support/eventually.js';
import { stubActivities } from '../support/activities.js';
import { startTestWorker, unusedId, type TestWorker } from '../support/temporal.js';

/** A plan without an instant, unless the test gives one. */
function aPlan(given: Partial<Plan> = {}): Plan {
  return {
    status: 'running',
    sleepMs: 3_600_000,
    nextRotationAt: '2031-05-01T09:00:00.000Z',
    details: "next: video 12 'Spring' at 2031-05-01 11:00 Europe/Berlin",
    timerSummary: 'next rotation',
    attributes: { arContentId: 3, companyId: 2, scheduleId: 1, rotationType: 'daily' },
    ...given,
  };
}

type Look = (call: number) => PlanReport | Promise<PlanReport>;

const idOf = (subject: PlanSubject): number => ('scheduleId' in subject ? subject.scheduleId : subject.arContentId);

/** Something that a test lets happen when it wants it to. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('the workflows that follow a plan', function () {
  // The long histories take ten seconds on a quiet machine, and six times as long on a busy one.
  this.timeout(240_000);
  const looks = new Map<number, Look>();
  const calls = new Map<number, number>();
  const wokenFor = new Map<number, unknown[]>();
  const rotateNowCalls: { scheduleId: number; requestId: string }[] = [];
  const operatorTasks: OperatorTask[] = [];
  let worker: TestWorker;

  before(async function () {
    this.timeout(600_000);
    worker = await startTestWorker(
      stubActivities({
        carryOutPlan: async ({ dueAt, ...subject }) => {
          const id = idOf(subject);
          wokenFor.set(id, [...(wokenFor.get(id) ?? []), dueAt]);
          const call = (calls.get(id) ?? 0) + 1;
          calls.set(id, call);
          return (await looks.get(id)?.(call)) ?? { status: 'gone' };
        },
        rotateNow: async (request) => {
          rotateNowCalls.push(request);
          if (looks.get(request.scheduleId) === refusing) {
            throw ApplicationFailure.nonRetryable('No video can be shown now.', 'no_candidate_video');
          }
          return { result: `rotated ${request.requestId}` };
        },
        operate: (task) => {
          operatorTasks.push(task);
          if (task.request.kind === 'setPosition') {
            throw ApplicationFailure.nonRetryable('Not valid: position.', 'validation_failed');
          }
          return Promise.resolve({ result: task.request.kind });
        },
      }),
    );
  });
  after(() => worker.stop());

  const refusing: Look = () => aPlan();

  async function start(look: Look): Promise<{ id: number; handle: WorkflowHandle<typeof rotationScheduleWorkflow> }> {
    const id = unusedId();
    looks.set(id, look);
    const { client, taskQueue } = worker;
    const workflowId = `rotation-schedule-${id}`;
    const handle = await client.workflow.start(rotationScheduleWorkflow, {
      workflowId,
      taskQueue,
      args: [{ scheduleId: id }],
    });
    return { id, handle };
  }

  async function startWindows(
    look: Look,
  ): Promise<{ id: number; handle: WorkflowHandle<typeof contentWindowsWorkflow> }> {
    const id = unusedId();
    looks.set(id, look);
    const { client, taskQueue } = worker;
    const workflowId = `content-windows-${id}`;
    const handle = await client.workflow.start(contentWindowsWorkflow, {
      workflowId,
      taskQueue,
      args: [{ arContentId: id }],
    });
    return { id, handle };
  }

  const untilLooked = (id: number, times: number): Promise<void> =>
    eventually(() => assert.ok((calls.get(id) ?? 0) >= times, `looked ${calls.get(id)} times`));

  const untilStatus = (handle: WorkflowHandle, status: string): Promise<void> =>
    eventually(async () => assert.equal((await handle.query(statusQuery)).status, status));

  /** A plan that is due at once so often that the history has all but grown to its limit: six events a time. */
  const BUSY_LOOKS = 75;
  const busyAtFirst =
    (then: Look): Look =>
    (call) =>
      call <= BUSY_LOOKS ? aPlan({ sleepMs: 0 }) : then(call);

  /**
   * Lets the history grow by signals until a new run has begun. One by one, as the workflow keeps up: a flood starves it
   * on a busy machine, and Node dies of an activation that takes longer than the SDK's five seconds.
   */
  async function untilNewRun(id: number, handle: WorkflowHandle): Promise<WorkflowExecutionDescription> {
    const first = (await handle.describe()).runId;
    await eventually(() => assert.ok((calls.get(id) ?? 0) > BUSY_LOOKS), 120_000);
    for (;;) {
      const description = await handle.describe();
      if (description.runId !== first) return description;
      const looked = calls.get(id) ?? 0;
      await handle.signal(planChangedSignal);
      await untilLooked(id, looked + 1);
    }
  }

  const isCancelled = (error: unknown): boolean =>
    error instanceof WorkflowFailedError && /cancelled/i.test(error.message);

  it('shows the plan to operators', async () => {
    const { id, handle } = await start(() => aPlan());
    await untilStatus(handle, 'running');
    const snapshot = await handle.query(statusQuery);
    assert.deepEqual(snapshot, {
      status: 'running',
      nextRotationAt: '2031-05-01T09:00:00.000Z',
      details: "next: video 12 'Spring' at 2031-05-01 11:00 Europe/Berlin",
      failures: 0,
      lastError: null,
    });
    const { typedSearchAttributes: shown } = await handle.describe();
    assert.equal(shown.get(SEARCH_ATTRIBUTES.rotationStatus), 'running');
    assert.equal(shown.get(SEARCH_ATTRIBUTES.rotationType), 'daily');
    assert.equal(shown.get(SEARCH_ATTRIBUTES.arContentId), 3);
    assert.deepEqual(shown.get(SEARCH_ATTRIBUTES.nextRotationAt), new Date('2031-05-01T09:00:00.000Z'));
    const metadata = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    assert.match(metadata.currentDetails, /video 12 'Spring'/);
    assert.equal(calls.get(id), 1);
    await handle.terminate();
  });

  it('sleeps as long as the plan says, then looks again, with one timer and one activity each time', async () => {
    const { id, handle } = await start((call) => aPlan({ sleepMs: call < 4 ? 50 : 3_600_000 }));
    await untilLooked(id, 4);
    await untilStatus(handle, 'running');
    const { events } = await handle.fetchHistory();
    const count = (type: string): number => events?.filter((event) => event[type as keyof typeof event]).length ?? 0;
    assert.equal(count('activityTaskScheduledEventAttributes'), 4);
    assert.equal(count('timerFiredEventAttributes'), 3);
    const { nextRotationAt } = aPlan();
    assert.deepEqual(wokenFor.get(id), [null, nextRotationAt, nextRotationAt, nextRotationAt]);
    // The plan looked the same each time.
    assert.equal(count('upsertWorkflowSearchAttributesEventAttributes'), 1);
    await handle.terminate();
  });

  it('looks again at once when the activity has waited as far as it would', async () => {
    const { id, handle } = await start((call) => aPlan({ sleepMs: call < 5 ? 0 : null }));
    await untilLooked(id, 5);
    const { nextRotationAt } = aPlan();
    assert.deepEqual(wokenFor.get(id), [null, ...Array.from({ length: 4 }, () => nextRotationAt)]);
    await handle.terminate();
  });

  it('looks again at once when it is told while it sleeps', async () => {
    const { id, handle } = await start(() => aPlan());
    await untilStatus(handle, 'running');
    await handle.signal(planChangedSignal);
    await untilLooked(id, 2);
    // What it was told may be that the instant has changed.
    assert.deepEqual(wokenFor.get(id), [null, null]);
    await handle.terminate();
  });

  const NOTHING_NEXT = { sleepMs: null, nextRotationAt: null } as const;
  const REPORTS: Record<Plan['status'] | 'due at once' | 'a failure', () => Plan> = {
    running: () => aPlan(),
    'due at once': () => aPlan({ sleepMs: 0 }),
    paused: () => aPlan({ status: 'paused', ...NOTHING_NEXT }),
    ended: () => aPlan({ status: 'ended', ...NOTHING_NEXT }),
    'a failure': () => {
      throw ApplicationFailure.nonRetryable('The row makes no sense.', 'internal_error');
    },
  };
  for (const [what, report] of Object.entries(REPORTS)) {
    for (const [name, begin] of [
      ['a schedule', start],
      ['windows', startWindows],
    ] as const) {
      it(`looks again when it is told during the look of ${name} that reports: ${what}`, async () => {
        const { opened, open } = gate();
        const { id, handle } = await begin(async (call) => {
          if (call > 1) return aPlan();
          await opened;
          return report();
        });
        await untilLooked(id, 1);
        await handle.signal(planChangedSignal);
        open();
        await untilLooked(id, 2);
        await untilStatus(handle, 'running');
        // What it was told may be that the instant has changed.
        assert.deepEqual(wokenFor.get(id), [null, null]);
        await handle.terminate();
      });
    }
  }

  it('takes any number of repeated signals', async () => {
    const { id, handle } = await start(() => aPlan());
    // Those that come before the first look have told nothing new.
    await untilLooked(id, 1);
    await Promise.all(Array.from({ length: 30 }, () => handle.signal(planChangedSignal)));
    await untilLooked(id, 2);
    assert.ok((calls.get(id) ?? 0) <= 31);
    await handle.terminate();
  });

  it('stays open and waits without a timer while paused, and goes on when told', async () => {
    let paused = true;
    const { id, handle } = await start(() =>
      aPlan(paused ? { status: 'paused', sleepMs: null, nextRotationAt: null, details: 'paused: inactive' } : {}),
    );
    await untilStatus(handle, 'paused');
    const { events } = await handle.fetchHistory();
    assert.ok(events && events.length > 0);
    assert.deepEqual(
      events.filter((event) => event.timerStartedEventAttributes),
      [],
    );
    const { typedSearchAttributes: shown } = await handle.describe();
    assert.equal(shown.get(SEARCH_ATTRIBUTES.nextRotationAt), undefined);
    paused = false;
    await handle.signal(planChangedSignal);
    await untilStatus(handle, 'running');
    assert.equal(calls.get(id), 2);
    await handle.terminate();
  });

  it('stays open when the schedule has ended', async () => {
    const { handle } = await start(() => aPlan({ status: 'ended', sleepMs: null, nextRotationAt: null }));
    await untilStatus(handle, 'ended');
    assert.equal((await handle.describe()).status.name, 'RUNNING');
    await handle.terminate();
  });

  it('completes when the row is gone', async () => {
    const { handle } = await start(() => ({ status: 'gone' }));
    await handle.result();
    assert.equal((await handle.describe()).status.name, 'COMPLETED');
  });

  it('ends as cancelled while it sleeps, and while it is paused', async () => {
    for (const sleepMs of [3_600_000, null]) {
      const { handle } = await start(() => aPlan({ sleepMs }));
      await untilStatus(handle, 'running');
      await handle.cancel();
      await assert.rejects(handle.result(), isCancelled);
      assert.equal((await handle.describe()).status.name, 'CANCELLED');
    }
  });

  it('ends as cancelled at once when that comes during the activity', async () => {
    const { opened, open } = gate();
    for (const report of [aPlan(), { status: 'gone' } as const]) {
      const { id, handle } = await start(async () => {
        await opened;
        return report;
      });
      await untilLooked(id, 1);
      await handle.cancel();
      await assert.rejects(handle.result(), isCancelled);
      // It did not fail: nothing of the kind is shown.
      assert.equal((await handle.describe()).typedSearchAttributes.get(SEARCH_ATTRIBUTES.rotationStatus), undefined);
    }
    open();
  });

  it('retries an activity that fails for now', async () => {
    const { id, handle } = await start((call) => {
      if (call === 1) throw new Error('Postgres is away');
      return aPlan();
    });
    await untilStatus(handle, 'running');
    assert.equal(calls.get(id), 2);
    await handle.terminate();
  });

  it('stays open when an activity fails for good, says so, and recovers when told', async () => {
    let broken = true;
    const { handle } = await start(() => {
      if (broken) throw ApplicationFailure.nonRetryable('The row makes no sense.', 'internal_error');
      return aPlan();
    });
    await untilStatus(handle, 'error');
    const { failures, lastError } = await handle.query(statusQuery);
    assert.deepEqual({ failures, lastError }, { failures: 1, lastError: 'The row makes no sense.' });
    assert.equal((await handle.describe()).typedSearchAttributes.get(SEARCH_ATTRIBUTES.rotationStatus), 'error');
    await handle.signal(planChangedSignal);
    await eventually(async () => assert.equal((await handle.query(statusQuery)).failures, 2));
    broken = false;
    await handle.signal(planChangedSignal);
    await untilStatus(handle, 'running');
    assert.equal((await handle.query(statusQuery)).lastError, null);
    assert.equal((await handle.describe()).typedSearchAttributes.get(SEARCH_ATTRIBUTES.rotationStatus), 'running');
    await handle.terminate();
  });

  it('continues as a new run before its history grows long; no signal is lost, nothing is shown twice', async () => {
    const { id, handle } = await start(busyAtFirst(() => aPlan()));
    const latest = await untilNewRun(id, handle);
    assert.equal(latest.status.name, 'RUNNING');
    assert.ok(latest.historyLength < 500, `${latest.historyLength} events`);
    const before = calls.get(id) ?? 0;
    const fresh = worker.client.workflow.getHandle(handle.workflowId);
    await fresh.signal(planChangedSignal);
    await untilLooked(id, before + 1);
    await untilStatus(fresh, 'running');
    const { events } = await fresh.fetchHistory();
    assert.ok(events && events.length > 0);
    assert.deepEqual(
      events.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes),
      [],
    );
    assert.equal(latest.typedSearchAttributes.get(SEARCH_ATTRIBUTES.rotationStatus), 'running');
    await fresh.terminate();
  });

  it('hands the count of its failures to the run that continues it', async () => {
    const { id, handle } = await start(busyAtFirst(REPORTS['a failure']));
    await untilNewRun(id, handle);
    const { events } = await worker.client.workflow.getHandle(handle.workflowId).fetchHistory();
    const input = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
    const { carried } = JSON.parse(Buffer.from(input ?? []).toString()) as RotationScheduleInput;
    assert.ok((carried?.failures ?? 0) > 0);
    assert.equal(carried?.shown, 'error');
    await handle.terminate();
  });

  describe('the update rotateNow', () => {
    it('is done once, however often it comes with one update id, and the plan is looked at again', async () => {
      const { id, handle } = await start(() => aPlan());
      await untilStatus(handle, 'running');
      const first = await handle.executeUpdate(rotateNowUpdate, { updateId: 'a-1' });
      const again = await handle.executeUpdate(rotateNowUpdate, { updateId: 'a-1' });
      assert.deepEqual(first, { result: 'rotated update:a-1' });
      assert.deepEqual(again, first);
      assert.deepEqual(
        rotateNowCalls.filter(({ scheduleId }) => scheduleId === id),
        [{ scheduleId: id, requestId: 'update:a-1' }],
      );
      await untilLooked(id, 2);
      await handle.terminate();
    });

    it('tells why it was refused, and the workflow goes on', async () => {
      const { handle } = await start(refusing);
      await untilStatus(handle, 'running');
      await assert.rejects(handle.executeUpdate(rotateNowUpdate), (error: Error) => {
        assert.match(String(error.cause), /No video can be shown now/);
        return true;
      });
      await untilStatus(handle, 'running');
      await handle.terminate();
    });
  });

  describe('the updates for operators', () => {
    it('are done once each, with what was asked, and the plan is looked at again', async () => {
      const { id, handle } = await start(() => aPlan());
      await untilStatus(handle, 'running');
      const pause = { note: 'Closed', until: '2031-05-02T09:00:00Z', missed: 'once' } as const;
      for (let time = 1; time <= 2; time += 1) {
        const { result } = await handle.executeUpdate(pauseUpdate, { updateId: 'p', args: [pause] });
        assert.equal(result, 'pause');
      }
      await untilLooked(id, 2);
      await handle.executeUpdate(pauseUpdate.name, { updateId: 'q' });
      await handle.executeUpdate(resumeUpdate, { updateId: 'r', args: [{ missed: 'all' }] });
      await handle.executeUpdate(skipNextUpdate, { updateId: 's' });
      assert.deepEqual(
        operatorTasks.filter(({ scheduleId }) => scheduleId === id),
        [
          { scheduleId: id, requestId: 'update:p', request: { kind: 'pause', ...pause } },
          { scheduleId: id, requestId: 'update:q', request: { kind: 'pause' } },
          { scheduleId: id, requestId: 'update:r', request: { kind: 'resume', missed: 'all' } },
          { scheduleId: id, requestId: 'update:s', request: { kind: 'skipNext' } },
        ],
      );
      await handle.terminate();
    });

    it('tell why they were refused, and the workflow goes on', async () => {
      const { handle } = await start(() => aPlan());
      await untilStatus(handle, 'running');
      const asking = handle.executeUpdate(setPositionUpdate, { args: [{ position: -1 }] });
      await assert.rejects(asking, (error: Error) => {
        assert.match(String(error.cause), /Not valid: position/);
        return true;
      });
      await untilStatus(handle, 'running');
      await handle.terminate();
    });
  });

  describe('contentWindowsWorkflow', () => {
    it('ends when no window edge or expiry is left', async () => {
      const { id, handle } = await startWindows((call) =>
        call < 3 ? aPlan({ sleepMs: 20 }) : aPlan({ status: 'ended', sleepMs: null, nextRotationAt: null }),
      );
      await handle.result();
      assert.equal(calls.get(id), 3);
    });

    it('looks once more when it was told just before its end', async () => {
      const { opened, open } = gate();
      const ended = aPlan({ status: 'ended', sleepMs: null, nextRotationAt: null });
      const { id, handle } = await startWindows(async (call) => {
        if (call === 1) await opened;
        return ended;
      });
      await untilLooked(id, 1);
      await handle.signal(planChangedSignal);
      open();
      await handle.result();
      assert.equal(calls.get(id), 2);
    });
  });
});
