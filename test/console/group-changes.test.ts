import assert from 'node:assert/strict';
import type { AuditEntry } from '../../packages/client/src/client.js';
import { actions } from '../../console/src/texts/en/actions.js';
import { groupChanges } from '../../console/src/today/group-changes.js';
import { ROUTE_CASES } from '../support/routes/route-stage.js';

let last = 0;
function entry(action: string, subject: string, given: Partial<AuditEntry> = {}): AuditEntry {
  last += 1;
  return {
    id: last,
    company_id: 1,
    actor: 'key:1',
    actor_name: 'Ada',
    action,
    subject,
    before: null,
    after: null,
    request_id: null,
    address: null,
    created_at: '2026-11-28T12:00:00.000Z',
    ...given,
  };
}

describe('the console groups changes', () => {
  it('by who did them and to which content, the newest first, and counts what was done several times', () => {
    const named = { after: { ar_content_id: 7, title: 'Spring' } };
    const groups = groupChanges([
      entry('schedule.update', 'schedule:3', { before: { ar_content_id: 7 }, after: { ar_content_id: 7 } }),
      entry('video.update', 'video:2', named),
      entry('video.update', 'video:2', named),
      entry('schedule.update', 'schedule:4', { after: { ar_content_id: 8 } }),
      entry('ar_content.update', 'ar_content:7', { after: { id: 7, title: 'New' }, before: { title: 'Old' } }),
      entry('video.ready', 'video:2', { ...named, actor: 'workflow', actor_name: null }),
    ]);
    assert.deepEqual(
      groups.map(({ actor, content, contentTitle, deeds }) => [
        actor,
        content,
        contentTitle,
        deeds.map(({ action, name, count }) => [action, name, count]),
      ]),
      [
        [
          'key:1',
          7,
          'New',
          [
            ['schedule.update', undefined, 1],
            ['video.update', 'Spring', 2],
            ['ar_content.update', undefined, 1],
          ],
        ],
        ['key:1', 8, undefined, [['schedule.update', undefined, 1]]],
        ['workflow', 7, undefined, [['video.ready', 'Spring', 1]]],
      ],
    );
  });

  it('that are about no content by what they are about, and leaves out who came and went', () => {
    const groups = groupChanges([
      entry('person.sign_in', 'person:1'),
      entry('project.update', 'project:2', { after: { name: 'Spring campaign' } }),
      entry('project.create', 'project:2', { after: { name: 'Campaign' } }),
      entry('project.create', 'project:3', { after: { name: 'Campaign' } }),
      entry('api_key.make_link', 'api_key:1'),
      entry('api_key.sign_out', 'api_key:1'),
    ]);
    assert.deepEqual(
      groups.map(({ content, deeds }) => [content, deeds.map(({ name }) => name)]),
      [
        [null, ['Spring campaign', 'Campaign']],
        [null, ['Campaign']],
      ],
    );
  });

  it('and has words for whatever a route enters into the audit log', () => {
    const entered = ROUTE_CASES.flatMap(({ audit }) => audit?.action ?? []);
    assert.ok(entered.length > 60);
    assert.deepEqual(
      entered.filter((action) => !(action in actions.actions)),
      [],
    );
  });
});
