import assert from 'node:assert/strict';
import type { OutboxOp } from '../../../src/db/outbox.js';
import type { Id } from '../../../src/domain/scalars.js';
import { workflowId, type WorkflowKind } from '../../../src/domain/workflow-kinds.js';
import type { ApiObject } from '../../support/api.js';
import { nameOf } from '../../support/routes/route-case.js';
import { ROUTE_CASES, routeStage } from '../../support/routes/route-stage.js';
import type { Things } from '../../support/routes/things.js';

type Told = [kind: WorkflowKind, id: Id, op: OutboxOp];
type Tells = (things: Things, answer: ApiObject) => Told[];

const ofSchedule: Tells = ({ schedule }) => [['schedule', schedule, 'poke']];
const ofRelease = (id: Id, ...contents: Id[]): Told[] => [
  ['release', id, 'poke'],
  ...contents.map((content): Told => ['windows', content, 'poke']),
];
const ofWebhook: Tells = ({ webhook }) => [['webhook', webhook, 'poke']];

/** What each write tells the workflows of its things. One that is not named here tells none. */
const TELLS: Record<string, Tells> = {
  'POST /api/storage-moves': (_, { id }) => [['move', id, 'poke']],
  'POST /api/storage-moves/{id}/cancel': ({ move }) => [['move', move, 'cancel']],
  'POST /api/storage-moves/{id}/retry': ({ failedMove }) => [['move', failedMove, 'poke']],
  'DELETE /api/ar-content/{id}': ({ content, schedule }) => [
    ['windows', content, 'cancel'],
    ['schedule', schedule, 'cancel'],
  ],
  'POST /api/ar-content/{id}/videos': (_, { id }) => [['processing', id, 'poke']],
  'POST /api/ar-content/{id}/videos/copies': (_, { id }) => [['processing', id, 'poke']],
  'POST /api/videos/{id}/complete': ({ uploading }) => [['processing', uploading, 'poke']],
  'POST /api/ar-content/{id}/rotation': (_, { id }) => [['schedule', id, 'poke']],
  'PUT /api/rotation/{id}': ofSchedule,
  'DELETE /api/rotation/{id}': ({ schedule }) => [['schedule', schedule, 'cancel']],
  'POST /api/rotation/{id}/rotate-now': ofSchedule,
  'POST /api/rotation/{id}/pause': ofSchedule,
  'POST /api/rotation/{id}/resume': ofSchedule,
  'POST /api/rotation/{id}/skips': ofSchedule,
  'DELETE /api/rotation/{id}/skips/{slot_at}': ofSchedule,
  'DELETE /api/overrides/{id}': ({ content }) => [['windows', content, 'poke']],
  'POST /api/releases': ({ content }, { id }) => ofRelease(id, content),
  'PUT /api/releases/{id}': ({ release, content, releasedContent }) => ofRelease(release, content, releasedContent),
  'DELETE /api/releases/{id}': ({ release, releasedContent }) => ofRelease(release, releasedContent),
  'POST /api/releases/{id}/revert': ({ liveRelease, releasedContent }) => ofRelease(liveRelease, releasedContent),
  'POST /api/bulk, token': (_, { id }) => [['bulk', id, 'poke']],
  'POST /api/webhooks': (_, { id }) => [['webhook', id, 'poke']],
  'DELETE /api/webhooks/{id}': ({ webhook }) => [['webhook', webhook, 'cancel']],
  'POST /api/webhooks/{id}/enable': ({ failingWebhook }) => [['webhook', failingWebhook, 'poke']],
  'POST /api/webhooks/{id}/test': ofWebhook,
  'POST /api/webhooks/{id}/replay': ofWebhook,
};

const writes = ROUTE_CASES.filter(({ audit }) => audit != null);

describe('the workflows that a write tells', function () {
  this.timeout(30_000);
  const stage = routeStage();

  it('are of writes that there are', () => {
    const names = new Set(writes.map(nameOf));
    assert.deepEqual(
      Object.keys(TELLS).filter((name) => !names.has(name)),
      [],
    );
  });

  for (const one of writes) {
    it(`are those of ${nameOf(one)}`, async () => {
      const things = await stage.things();
      const key = await stage.api.makeKey('admin', one.installationOnly === true ? null : things.company);
      const sent = await stage.request(one, things, key);
      await stage.db('workflow_outbox').del();
      const answer = await stage.sendThis(one, sent, { key });
      assert.equal(answer.status, one.status, JSON.stringify(answer.body));
      const rows: { workflow_id: string; op: OutboxOp }[] = await stage
        .db('workflow_outbox')
        .select('workflow_id', 'op');
      const told = TELLS[nameOf(one)]?.(things, answer.body as ApiObject) ?? [];
      assert.deepEqual(
        new Map(rows.map(({ workflow_id, op }) => [workflow_id, op])),
        new Map(told.map(([kind, id, op]) => [workflowId(kind, id), op])),
      );
    });
  }
});
