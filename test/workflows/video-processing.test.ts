import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { StepFailure, StepReport } from '../../src/activities/process-video.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { createWorkflowControl, type WorkflowControl } from '../../src/temporal/workflow-control.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.js';
import {
  processingStatusQuery,
  type ProcessingStatus,
  type VideoProcessingInput,
} from '../../src/workflows/files/processing-messages.js';
import type { videoProcessingWorkflow } from '../../src/workflows/workflows.js';
import { eventually } from '../support/eventually.js';
import { stubActivities } from '../support/activities.js';
import { startTestWorker, testSettings, unusedId, type TestWorker } from '../support/temporal.js';

type Step = 'inspect' | 'optimise' | 'thumbnails' | 'finish';

const REPORT: StepReport = { status: 'processing', arContentId: 3, companyId: 2, words: "video 12 'Spring'" };

describe('the workflow of a video', function () {
  this.timeout(60_000);
  /** What was called for a video, in order. */
  const calls = new Map<number, string[]>();
  /** What a step of a video does instead of succeeding. */
  const scripts = new Map<string, (call: number) => StepReport | Promise<StepReport>>();
  const failures = new Map<number, StepFailure>();
  let worker: TestWorker;
  let control: WorkflowControl;

  const step =
    (name: Step) =>
    async ({ videoId }: VideoProcessingInput) => {
      const before = calls.get(videoId) ?? [];
      calls.set(videoId, [...before, name]);
      const call = before.filter((one) => one === name).length + 1;
      return (await scripts.get(`${videoId} ${name}`)?.(call)) ?? REPORT;
    };

  before(async function () {
    this.timeout(600_000);
    const settings = await testSettings();
    worker = await startTestWorker(
      stubActivities({
        inspectVideo: step('inspect'),
        optimiseVideo: step('optimise'),
        makeThumbnails: step('thumbnails'),
        finishVideo: step('finish'),
        failVideo: async ({ videoId, ...failure }) => void failures.set(videoId, failure),
      }),
      settings,
    );
    control = createWorkflowControl(worker.client, settings.taskQueue);
  });
  after(() => worker.stop());

  const handleOf = (id: number) =>
    worker.client.workflow.getHandle<typeof videoProcessingWorkflow>(workflowId('processing', id));
  const start = async (id: number): Promise<void> =>
    control.deliver({ workflow_id: workflowId('processing', id), op: 'poke' });

  it('takes the steps in order, once, and tells how it ended', async () => {
    const id = unusedId();
    await start(id);
    const handle = handleOf(id);
    const result: ProcessingStatus = await handle.result();
    assert.deepEqual(result, { step: 'ready', words: "video 12 'Spring'", reason: null });
    assert.deepEqual(calls.get(id), ['inspect', 'optimise', 'thumbnails', 'finish']);
    const description = await handle.describe();
    assert.equal(description.typedSearchAttributes.get(SEARCH_ATTRIBUTES.arContentId), 3);
    assert.equal(description.typedSearchAttributes.get(SEARCH_ATTRIBUTES.companyId), 2);
    assert.equal(await description.staticSummary(), `Processing of video ${id}`);
    // Long work on files takes no slot of a rotation.
    const { events } = await handle.fetchHistory();
    const queues = (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes?.taskQueue?.name ?? []);
    const { taskQueue } = worker;
    const files = `${taskQueue}-files`;
    assert.deepEqual(queues, [files, files, files, taskQueue]);
  });

  it('is one workflow, however often it is started, and is found among the open ones', async () => {
    const id = unusedId();
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    scripts.set(`${id} optimise`, () => held.then(() => REPORT));
    await start(id);
    await eventually(() => assert.deepEqual(calls.get(id), ['inspect', 'optimise']));
    await start(id);
    assert.equal((await handleOf(id).query(processingStatusQuery)).step, 'optimise');
    await eventually(async () => {
      const open: string[] = [];
      for await (const one of control.openWorkflows.list()) open.push(one.workflowId);
      assert.deepEqual(open, [workflowId('processing', id)]);
    });
    goOn();
    await handleOf(id).result();
    assert.deepEqual(calls.get(id), ['inspect', 'optimise', 'thumbnails', 'finish']);
  });

  it('ends where there is nothing left to process', async () => {
    const id = unusedId();
    scripts.set(`${id} thumbnails`, () => ({ status: 'gone' }));
    await start(id);
    assert.equal((await handleOf(id).result()).step, 'gone');
    assert.deepEqual(calls.get(id), ['inspect', 'optimise', 'thumbnails']);
  });

  it('repeats a step that may succeed later', async () => {
    const id = unusedId();
    scripts.set(`${id} optimise`, (call) => {
      if (call < 3) throw ApplicationFailure.retryable('The storage did not answer.', 'storage_unavailable');
      return REPORT;
    });
    await start(id);
    assert.equal((await handleOf(id).result()).step, 'ready');
    assert.deepEqual(calls.get(id), ['inspect', 'optimise', 'optimise', 'optimise', 'thumbnails', 'finish']);
  });

  it('hands on why a step failed for good', async () => {
    const id = unusedId();
    const reason = 'The file is not a video that can be shown: it is cut off.';
    scripts.set(`${id} inspect`, () => {
      throw ApplicationFailure.nonRetryable(reason, 'validation_failed');
    });
    await start(id);
    assert.deepEqual(await handleOf(id).result(), { step: 'failed', words: `video ${id}`, reason });
    assert.deepEqual(failures.get(id), { code: 'validation_failed', reason });
    assert.deepEqual(calls.get(id), ['inspect']);
  });

  it('is cancelled at once, whatever it does, and fails nothing', async () => {
    const id = unusedId();
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    scripts.set(`${id} inspect`, () => held.then(() => REPORT));
    await start(id);
    await eventually(() => assert.deepEqual(calls.get(id), ['inspect']));
    await control.deliver({ workflow_id: workflowId('processing', id), op: 'cancel' });
    await assert.rejects(handleOf(id).result(), WorkflowFailedError);
    assert.equal((await handleOf(id).describe()).status.name, 'CANCELLED');
    goOn();
    assert.equal(failures.has(id), false);
  });
});
