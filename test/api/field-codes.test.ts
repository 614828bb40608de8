import assert from 'node:assert/strict';
import { FIELD_CODES, type FieldCode } from '../../src/domain/errors.js';
import type { Id } from '../../src/domain/scalars.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

type Case = [method: string, path: string, body: object | undefined, field: string, code: FieldCode];

describe('api codes of field errors', () => {
  let database: TestDatabase;
  let api: TestApi;
  apiForSuite(new TestClock(NOON), (setting) => ({ database, api } = setting));

  let content: Id;
  let video: Id;
  let cases: Case[];
  before(async () => {
    const company = (await insertCompany(database.db)).id;
    content = (await insertContent(database.db, { company_id: company })).id;
    video = (await insertVideo(database.db, content)).id;
    const path = `/api/ar-content/${content}`;
    const daily = { rotation_type: 'daily', time_of_day: '09:00', video_sequence: [video] };
    const past = { starts_at: '2026-12-02T00:00:00Z', ends_at: '2026-12-01T00:00:00Z' };
    cases = [
      ['POST', '/api/ar-content', { company_id: company }, 'title', 'required'],
      ['POST', '/api/ar-content', { title: 'A' }, 'company_id', 'required'],
      ['POST', `${path}/rotation`, { ...daily, time_of_day: undefined }, 'time_of_day', 'required'],
      ['POST', `${path}/rotation`, { ...daily, selection: 'weighted' }, 'weights', 'required'],
      ['POST', `${path}/rotation`, { ...daily, calendar_mode: 'only' }, 'calendar_mode', 'invalid'],
      ['POST', '/api/bulk', { company_id: company, dry_run: true, filter: {} }, 'action', 'required'],
      ['PUT', path, { colour: 'red' }, 'colour', 'unknown_field'],
      ['GET', '/api/ar-content?colour=red', undefined, 'colour', 'unknown_field'],
      ['PUT', path, { version: 99 }, 'version', 'read_only'],
      ['PUT', path, { title: 7 }, 'title', 'wrong_type'],
      ['PUT', path, { is_active: 'yes' }, 'is_active', 'wrong_type'],
      ['PUT', path, { title: null }, 'title', 'wrong_type'],
      ['PUT', path, { expires_at: 'tomorrow' }, 'expires_at', 'wrong_format'],
      ['PUT', path, { title: 'a\u202Eb' }, 'title', 'wrong_format'],
      ['PUT', path, { title: 'a\0b' }, 'title', 'wrong_format'],
      ['GET', '/api/ar-content?limit=many', undefined, 'limit', 'wrong_format'],
      ['GET', '/api/ar-content?unique_id=7', undefined, 'unique_id', 'wrong_format'],
      ['POST', `${path}/rotation`, { ...daily, time_zone: 'Mars/X' }, 'time_zone', 'wrong_format'],
      [
        'POST',
        `${path}/rotation`,
        { ...daily, rotation_type: 'cron', cron_expression: 'x' },
        'cron_expression',
        'wrong_format',
      ],
      ['POST', `${path}/rotation`, { ...daily, rotation_type: 'hourly' }, 'rotation_type', 'not_one_of'],
      ['GET', '/api/ar-content?sort=size', undefined, 'sort', 'not_one_of'],
      ['POST', `${path}/rotation`, { ...daily, weights: [-1] }, 'weights.0', 'too_small'],
      ['POST', `${path}/rotation`, { ...daily, selection: 'weighted', weights: [0] }, 'weights', 'too_small'],
      ['POST', `${path}/rotation`, { ...daily, no_repeat_last: 101 }, 'no_repeat_last', 'too_large'],
      ['POST', `${path}/rotation`, { ...daily, current_index: 1 }, 'current_index', 'too_large'],
      ['PUT', path, { title: '' }, 'title', 'too_short'],
      ['POST', '/api/calendars', { company_id: company, name: 'C', days: [{}] }, 'days.0', 'required'],
      ['PUT', path, { title: 'x'.repeat(501) }, 'title', 'too_long'],
      ['GET', `/api/ar-content?ids=${'1,'.repeat(200)}1`, undefined, 'ids', 'too_long'],
      ['PUT', path, { default_video_id: video + 1 }, 'default_video_id', 'not_there'],
      ['PUT', path, { project_id: 99 }, 'project_id', 'not_there'],
      ['POST', `${path}/rotation`, { ...daily, video_sequence: [video + 1] }, 'video_sequence.0', 'not_there'],
      ['POST', `${path}/rotation`, { ...daily, daypart_id: 99 }, 'daypart_id', 'not_there'],
      ['POST', '/api/ar-content', { company_id: 99_999, title: 'A' }, 'company_id', 'not_there'],
      ['POST', '/api/bulk', { token: 'used' }, 'token', 'not_there'],
      ['POST', `${path}/rotation`, { ...daily, ...past }, 'ends_at', 'out_of_order'],
      ['POST', `${path}/overrides`, { video_id: video, ...past }, 'ends_at', 'out_of_order'],
      ['GET', `${path}/timeline?from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z`, undefined, 'to', 'out_of_order'],
      ['GET', `/api/ar-content?company_id=${company}&sort=title&after=7`, undefined, 'after', 'invalid'],
    ];
  });

  it('are those of a list that does not change, and each is used', async () => {
    const seen = new Set<FieldCode>();
    for (const [method, path, body, field, code] of cases) {
      const { status, body: problem } = await api.call(method, path, body && { body });
      const { errors = [] } = problem as { errors?: { field: string; code: string }[] };
      const found = errors.find((one) => one.field === field);
      assert.deepEqual(
        [status, found?.code],
        [422, code],
        `${method} ${path} ${JSON.stringify(body)}: ${JSON.stringify(errors)}`,
      );
      seen.add(code);
    }
    assert.deepEqual(
      FIELD_CODES.filter((code) => !seen.has(code)),
      [],
    );
  });

  it('stand in what a dry run refuses, under the name of the change', async () => {
    const body = { changes: [{ op: 'update_content', body: { default_video_id: video + 1 } }] };
    const { body: problem } = await api.call('POST', `/api/ar-content/${content}/dry-run`, { body });
    const { errors } = problem as { errors: { field: string; code: string }[] };
    assert.deepEqual([errors[0]?.field, errors[0]?.code], ['changes.0.body.default_video_id', 'not_there']);
  });
});
