import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { MoveReport } from '../../src/activities/move-videos.js';
import type { StepFailure } from '../../src/activities/process-video.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { createWorkflowControl, type WorkflowControl } from '../../src/temporal/workflow-control.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.js';
import { moveStatusQuery } from '../../src/workflows/files/move-messages.js';
import type { storageMoveWorkflow } from '../../src/workflows/workflows.js';
import { eventually } from '../support/eventually.js';
import { stubActivities } from '../support/activities.js';
import { startTestWorker, testSettings, unusedId, type TestWorker } from '../support/temporal.js';

type Step = 'copy' | 'switch';

const report = (status: Step, waitMs = 0): MoveReport => ({
  status,
  words: '1 of 2 files are copied',
  waitMs,
  companyId: 2,
  arContentId: 3,
});

describe('the workflow of a storage move', function () {
  this.timeout(60_000);
  /** What was called for a move, in order. */
  const calls = new Map<number, Step[]>();
  /** What a step of a move does instead of succeeding at once. */
  const scripts = new Map<string, (call: number) => MoveReport | Promise<MoveReport>>();
  const failures = new Map<number, StepFailure>();
  /** Runs while a failure is noted. */
  let whileFailing = async (): Promise<void> => undefined;
  let worker: TestWorker;
  let control: WorkflowControl;

  const step =
    (name: Step, then: MoveReport) =>
    async ({ moveId }: { moveId: number }) => {
      const before = calls.get(moveId) ?? [];
      calls.set(moveId, [...before, name]);
      const call = before.filter((one) => one === name).length + 1;
      return (await scripts.get(`${moveId} ${name}`)?.(call)) ?? then;
    };

  before(async function () {
    this.timeout(600_000);
    const settings = await testSettings();
    worker = await startTestWorker(
      stubActivities({
        copyMoveFiles: step('copy', report('switch')),
        switchMoveLinks: step('switch', { status: 'done', words: '2 files lie there' }),
        failMove: async ({ moveId, ...failure }) => {
          failures.set(moveId, failure);
          await whileFailing();
        },
      }),
      settings,
    );
    control = createWorkflowControl(worker.client, settings.taskQueue);
  });
  after(() => worker.stop());

  const handleOf = (id: number) => worker.client.workflow.getHandle<typeof storageMoveWorkflow>(workflowId('move', id));
  const start = (id: number): Promise<void> => control.deliver({ workflow_id: workflowId('move', id), op: 'poke' });

  it('copies until it is told to switch, and copies again what came meanwhile', async () => {
    const id = unusedId();
    scripts.set(`${id} copy`, (call) => report(call === 1 ? 'copy' : 'switch'));
    scripts.set(`${id} switch`, (call) => (call === 1 ? report('copy') : { status: 'done', words: 'all is there' }));
    await start(id);
    assert.deepEqual(await handleOf(id).result(), { step: 'done', words: 'all is there', reason: null });
    assert.deepEqual(calls.get(id), ['copy', 'copy', 'switch', 'copy', 'switch']);
    const description = await handleOf(id).describe();
    assert.equal(description.typedSearchAttributes.get(SEARCH_ATTRIBUTES.arContentId), 3);
    assert.equal(description.typedSearchAttributes.get(SEARCH_ATTRIBUTES.companyId), 2);
    assert.equal(await description.staticSummary(), `Storage move ${id}`);
  });

  it('is one workflow, however often it is started, and is found among the open ones', async () => {
    const id = unusedId();
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    scripts.set(`${id} switch`, () => held.then(() => ({ status: 'done', words: 'all is there' })));
    await start(id);
    await eventually(() => assert.deepEqual(calls.get(id), ['copy', 'switch']));
    await start(id);
    assert.equal((await handleOf(id).query(moveStatusQuery)).step, 'switch');
    await eventually(async () => {
      const open: string[] = [];
      for await (const one of control.openWorkflows.list()) open.push(one.workflowId);
      assert.deepEqual(open, [workflowId('move', id)]);
    });
    goOn();
    await handleOf(id).result();
    assert.deepEqual(calls.get(id), ['copy', 'switch']);
  });

  it('repeats a step that may succeed later, and waits as long as it is told', async () => {
    const id = unusedId();
    scripts.set(`${id} copy`, (call) => {
      if (call < 3) throw ApplicationFailure.retryable('The storage did not answer.', 'storage_unavailable');
      return call === 3 ? report('copy', 1_000) : report('switch');
    });
    await start(id);
    assert.equal((await handleOf(id).result()).step, 'done');
    assert.deepEqual(calls.get(id), ['copy', 'copy', 'copy', 'copy', 'switch']);
  });

  const reason = 'The file videos/7/a.mp4 of video 12 is not there.';
  const failing = (): never => {
    throw ApplicationFailure.nonRetryable(reason, 'not_found');
  };

  it('hands on why it failed for good', async () => {
    const id = unusedId();
    scripts.set(`${id} copy`, failing);
    await start(id);
    assert.deepEqual(await handleOf(id).result(), { step: 'failed', words: `storage move ${id}`, reason });
    assert.deepEqual(failures.get(id), { code: 'not_found', reason });
  });

  it('begins anew when somebody tries again before the failed run has ended', async () => {
    const id = unusedId();
    scripts.set(`${id} copy`, (call) => (call === 1 ? failing() : report('switch')));
    whileFailing = () => start(id);
    await start(id);
    const ended = await handleOf(id).result();
    whileFailing = async () => undefined;
    assert.deepEqual([ended.step, ended.reason], ['done', null]);
    assert.deepEqual(calls.get(id), ['copy', 'copy', 'switch']);
  });

  it('is cancelled at once, whatever it does, and fails nothing', async () => {
    const id = unusedId();
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    scripts.set(`${id} copy`, () => held.then(() => report('switch')));
    await start(id);
    await eventually(() => assert.deepEqual(calls.get(id), ['copy']));
    await control.deliver({ workflow_id: workflowId('move', id), op: 'cancel' });
    await assert.rejects(handleOf(id).result(), WorkflowFailedError);
    assert.equal((await handleOf(id).describe()).status.name, 'CANCELLED');
    goOn();
    assert.equal(failures.has(id), false);
  });
});
