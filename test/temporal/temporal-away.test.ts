import assert from 'node:assert/strict';
import { Client, Connection, ServiceError } from '@temporalio/client';
import { freePort } from '../../src/runtime/ports.js';
import { createWorkflowControl } from '../../src/temporal/workflow-control.js';
import { isTemporalAway } from '../../src/temporal/temporal-away.js';

describe('isTemporalAway', () => {
  it('knows what the client throws while nothing listens', async () => {
    const connection = Connection.lazy({ address: `127.0.0.1:${await freePort()}` });
    const { deliver } = createWorkflowControl(new Client({ connection }), 'none');
    await assert.rejects(deliver({ workflow_id: 'rotation-schedule-1', op: 'poke' }), isTemporalAway);
    await connection.close();
  });

  it('does not take a refusal for an outage', () => {
    const cause = Object.assign(new Error('denied'), { code: 7, details: 'denied', metadata: {} });
    for (const error of [cause, new ServiceError('no', { cause }), new Error('no'), 'no']) {
      assert.equal(isTemporalAway(error), false);
    }
  });
});
