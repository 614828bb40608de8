import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import { z } from 'zod';
import { flagText, idText, meantTexts, wholeNumberText } from '../../src/api/http/text-fields.js';
import { check } from '../../src/api/http/validate.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { ApiAnswer, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { fixturePath } from '../support/videos.js';

const texts = z.strictObject({
  flag: flagText.optional(),
  number: wholeNumberText(-10, 2_000).optional(),
  id: idText.optional(),
  needed: z.string().optional(),
});

const read = (sent: object) => check(texts, meantTexts(texts, sent), 'query');

describe('texts that mean something else', () => {
  const taken: [string, unknown, string[]][] = [
    ['flag', true, ['true', 'True', 'TRUE', ' true ', '1', 't', 'T', 'yes', 'Yes', 'y', 'on', 'ON']],
    ['flag', false, ['false', 'False', 'FALSE', '0', 'f', 'F', 'no', 'No', 'n', 'off', '\tOff\n']],
    ['number', 5, ['5', ' 5', '5 ', '+5', '005', '5.0', '5.000']],
    ['number', -5, ['-5', ' -5 ', '-5.0']],
    ['number', 1_000, ['1000', '1_000']],
    ['id', 7, ['7', ' 7 ', '+7', '07', '7.0']],
    ['id', Number.MAX_SAFE_INTEGER, ['9007199254740991']],
  ];
  for (const [field, value, written] of taken) {
    it(`reads ${written.map((text) => JSON.stringify(text)).join(', ')} as ${String(value)}`, () => {
      for (const text of written) assert.deepEqual(read({ [field]: text }).value, { [field]: value }, text);
    });
  }

  // "None" stays a text: guessing would make it nothing in one field, and a title in another.
  const refused: [string, string, string[]][] = [
    ['flag', 'must be true or false', ['maybe', '2', 'ja', 'None', 'null', 'undefined', 'tru', '-1', '1.0']],
    [
      'number',
      'must be a whole number from -10 to 2000',
      ['None', '5.5', '1e3', '0x5', '5,0', '_5', '5_', '1__0', '--5', '٥', '2001', '-11', 'NaN', 'Infinity', '5 5'],
    ],
    ['id', 'must be an id: a whole number from 1', ['0', '-1', '1.5', 'None', 'abc', '9007199254740993', '1e2']],
  ];
  for (const [field, message, written] of refused) {
    it(`refuses ${written.join(', ')} as a ${field}, naming it`, () => {
      for (const text of written) {
        const [fault, ...others] = read({ [field]: text }).faults ?? [];
        assert.deepEqual([fault?.field, fault?.message, others], [field, message, []], text);
      }
    });
  }

  it('counts a blank field as not given where it may be left out, and only there', () => {
    assert.deepEqual(read({ flag: '', number: '  ', id: '\t', needed: '' }).value, {});
    const needing = z.strictObject({ needed: z.string().min(1), other: flagText.optional() });
    const named = (sent: object) =>
      check(needing, meantTexts(needing, sent), 'query').faults?.map(({ field }) => field);
    assert.deepEqual(named({ needed: ' ', other: '' }), ['needed']);
    assert.deepEqual(named({ needed: 'x', unknown: '', constructor: '' }), ['unknown', 'constructor']);
  });

  it('says of what was given twice that it is no such text', () => {
    const repeated = read({ flag: ['true', 'true'], number: ['1', '2'], id: ['1', '2'] }).faults;
    assert.deepEqual(
      repeated?.map(({ field }) => field),
      ['flag', 'number', 'id'],
    );
  });
});

describe('clients of the former system', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let api: TestApi;
  let contentId: number;
  let shown: number;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    const { id: company_id } = await insertCompany(database.db);
    contentId = (await insertContent(database.db, { company_id, settled_at: clock.now() })).id;
    shown = (await insertVideo(database.db, contentId, { title: 'Spring' })).id;
    await insertVideo(database.db, contentId, { title: 'Summer' });
    await api.expect(200, 'PUT', `/api/ar-content/${contentId}`, { body: { active_video_id: shown } });
  });

  const idsOf = (answer: ApiAnswer): number[] => (answer.body as { id: number }[]).map(({ id }) => id);
  const fieldsOf = ({ body }: ApiAnswer) =>
    (body as { errors?: { field: string }[] }).errors?.map(({ field }) => field);

  it('filter as requests, httpx and forms write it', async () => {
    const path = `/api/ar-content/${contentId}/videos`;
    const all = idsOf(await api.call('GET', path));
    assert.equal(all.length, 2);
    for (const one of ['is_active=True', 'is_active=on&status=&limit=+5+', 'is_active=%20yes&after=']) {
      assert.deepEqual(idsOf(await api.call('GET', `${path}?${one}`)), [shown], one);
    }
    for (const none of ['is_active=&status=&after=&limit=', 'status=ready&limit=50.0']) {
      assert.deepEqual(idsOf(await api.call('GET', `${path}?${none}`)), all, none);
    }
    assert.deepEqual(fieldsOf(await api.call('GET', `${path}?is_active=None&other=`)), ['is_active', 'other']);
  });

  it('have every optional query field of every route blank', async () => {
    for (const { method, path, query, access } of api.routes) {
      if (method !== 'get' || query === undefined || access === 'public') continue;
      const blank = Object.keys(query.shape)
        .map((name) => `${name}=`)
        .join('&');
      const url = path.replace(/\{\w+\}/g, String(contentId));
      const [plain, asked] = [await api.call('GET', url), await api.call('GET', `${url}?${blank}`)];
      assert.equal(asked.status, plain.status, `${url}?${blank}`);
      assert.notEqual(asked.status, 422);
    }
  });

  async function upload(fields: Record<string, string>): Promise<ApiAnswer> {
    const form = new FormData();
    form.set('file', await openAsBlob(fixturePath('faststart.mp4')), 'spring morning.mp4');
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return api.call('POST', `/api/ar-content/${contentId}/videos`, { body: form });
  }

  it('send forms with what was left blank', async () => {
    const blank = { title: '', activate: '', rotation_order: ' ', schedule_start: '', schedule_end: '' };
    const made = await upload(blank);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { title, rotation_order, schedule_start, activate_when_ready } = made.body as Record<string, unknown>;
    assert.deepEqual([title, rotation_order, schedule_start, activate_when_ready], ['spring morning', 0, null, false]);
  });

  it('send forms as Python and checkboxes fill them in', async () => {
    for (const activate of ['True', 'on', 'yes']) {
      const made = await upload({ activate, rotation_order: ' 7 ', schedule_start: ' 2026-01-01T00:00:00Z ' });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      const { rotation_order, schedule_start, activate_when_ready } = made.body as Record<string, unknown>;
      assert.deepEqual([rotation_order, schedule_start, activate_when_ready], [7, '2026-01-01T00:00:00.000Z', true]);
    }
    assert.deepEqual(fieldsOf(await upload({ activate: 'None', rotation_order: 'None', colour: '' })), ['colour']);
    assert.deepEqual(fieldsOf(await upload({ activate: 'None', rotation_order: 'None' })), [
      'activate',
      'rotation_order',
    ]);
  });

  it('say in the metadata of a resumable upload what they would in a form', async () => {
    const metadata = (fields: Record<string, string>) =>
      Object.entries(fields)
        .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
        .join();
    const begin = (fields: Record<string, string>) =>
      api.call('POST', `/api/ar-content/${contentId}/videos/resumable`, {
        headers: { 'tus-resumable': '1.0.0', 'upload-length': '10', 'upload-metadata': metadata(fields) },
      });
    assert.equal((await begin({ activate: 'True', rotation_order: '', title: ' ' })).status, 201);
    assert.deepEqual(fieldsOf(await begin({ activate: 'None' })), ['activate']);
  });

  it('keep to the types of JSON in JSON, but for the 1 and 0 of the former system', async () => {
    const put = (body: object) => api.call('PUT', `/api/ar-content/${contentId}`, { body });
    for (const is_active of [1, true]) assert.equal((await put({ is_active })).status, 200);
    for (const is_active of ['true', 'True', '1', '', 2, 'on', null, 1.5]) {
      assert.deepEqual(fieldsOf(await put({ is_active })), ['is_active'], String(is_active));
    }
    for (const project_id of ['1', ' 1 ', '', true])
      assert.deepEqual(fieldsOf(await put({ project_id })), ['project_id']);
    const { info } = (await api.call('GET', '/openapi.json')).body as { info: { description: string } };
    assert.match(info.description, /In queries and forms.*In JSON/s);
  });
});
