import assert from 'node:assert/strict';
import { parseWorkflowId, WORKFLOW_KINDS, workflowId } from '../../src/domain/workflow-kinds.js';

describe('workflow ids', () => {
  // Operators and workflows that run know them, so they stand here once more, to be changed by nobody unawares.
  const ids = {
    schedule: 'rotation-schedule-7',
    windows: 'content-windows-7',
    processing: 'video-processing-7',
    move: 'storage-move-7',
    webhook: 'webhook-7',
    rollout: 'revision-rollout-7',
    release: 'release-7',
    bulk: 'bulk-7',
  };

  it('are what they always were', () => {
    assert.deepEqual(Object.fromEntries(WORKFLOW_KINDS.map(({ kind }) => [kind, workflowId(kind, 7)])), ids);
  });

  it('are read back as what they stand for', () => {
    for (const { kind } of WORKFLOW_KINDS) assert.deepEqual(parseWorkflowId(workflowId(kind, 7)), { kind, id: 7 });
  });

  it('differ from ids of anything else', () => {
    for (const other of ['reconcile', 'rotation-schedule-x', 'rotation-schedule-', 'other-7', '-7', '7', '']) {
      assert.equal(parseWorkflowId(other), null, other);
    }
  });

  it('differ from kind to kind', () => {
    assert.equal(new Set(WORKFLOW_KINDS.map(({ prefix }) => prefix)).size, WORKFLOW_KINDS.length);
  });
});
