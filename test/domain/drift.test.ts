import assert from 'node:assert/strict';
import { DRIFT_PLACE, DRIFT_PROBLEMS, mendingOf } from '../../src/domain/drift.js';

describe('drift', () => {
  it('is mended by a look at the row, or by the end of a workflow without one', () => {
    const mendings = DRIFT_PROBLEMS.map((problem) =>
      mendingOf({ workflowId: 'webhook-7', problem, rowNextAt: null, workflowNextAt: null }),
    );
    assert.deepEqual(mendings, ['poke', 'cancel', 'poke', 'poke']);
  });

  it('ends at places that are told from anything else', () => {
    for (const place of ['schedule:0', 'windows:200', 'open:eyJ0In0', 'done']) assert.match(place, DRIFT_PLACE);
    for (const text of ['', 'schedule', 'payroll:7', 'schedule:-1', 'open', 'open:', 'open:a b', 'done:1', 'x done']) {
      assert.doesNotMatch(text, DRIFT_PLACE);
    }
  });
});
