import assert from 'node:assert/strict';
import { textField } from '../../src/api/http/fields.js';
import { LINE_PATTERN, lineFault } from '../../src/api/http/line-text.js';
import { titleFromFileName } from '../../src/api/uploads/title-from-file-name.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';

const hex = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

const REFUSED: Record<string, number[]> = {
  'control characters': [...range(0x01, 0x1f), ...range(0x7f, 0x9f)],
  'line and paragraph separators': [0x2028, 0x2029],
  'embeddings, overrides and isolates': [...range(0x202a, 0x202e), ...range(0x2066, 0x2069)],
  'invisible signs': [0xad, 0x200b, ...range(0x2060, 0x2065), ...range(0x206a, 0x206f), 0xfeff],
  fillers: [0x3164, 0xffa0],
  annotations: [0xfff9, 0xfffa, 0xfffb],
  'controls of music': [0x1d173, 0x1d17a],
  tags: [0xe0001, 0xe0041, 0xe007f],
  'what is reserved to be invisible': [0xfff0, 0xe0080, 0xe0fff],
  'what is no character': [0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x10ffff],
};

const TAKEN: [what: string, text: string][] = [
  ['a family', '👨‍👩‍👧 Portrait'],
  ['a heart as a picture', '❤️'],
  ['a heart as text', '❤︎'],
  ['skin tones', '👋🏽'],
  ['the flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 Edinburgh'],
  ['Persian with a non-joiner', 'می‌خواهم'],
  ['Sinhala with a joiner', 'ශ්‍රී'],
  ['Hebrew with a mark', 'C++\u200f שלום'],
  ['English in Arabic', '\u200eABC\u200e مرحبا\u061c'],
  ['Khmer with breaks', 'សួស្តី\u200bពិភពលោក'],
  ['Thai with breaks', 'สวัสดี\u200bโลก'],
  ['Mongolian', 'ᠮᠣᠩᠭᠣᠯ\u180b\u180e'],
  ['ideographs with variants', '葛\u{e0100}城'],
  ['signs that stand before digits', '\u0600١٢'],
  ['private use', 'logo \uf8ff'],
  ['what is not assigned yet', '\u{1faf9}'],
  ['combining marks', 'e\u0301\u034f'],
];

describe('characters that nobody sees', () => {
  for (const [what, codes] of Object.entries(REFUSED)) {
    it(`are named, with where they stand: ${what}`, () => {
      for (const code of codes) {
        const character = String.fromCodePoint(code);
        assert.equal(lineFault(`😀b${character}c`), `must not hold ${hex(code)} at position 3`);
        assert.equal(lineFault(`  b${character}c`), `must not hold ${hex(code)} at position 4`);
        assert.equal(titleFromFileName(`b${character}c.mp4`), 'bc');
      }
    });
  }

  for (const [what, text] of TAKEN) {
    it(`are taken where a script or an emoji needs them: ${what}`, () => {
      assert.equal(lineFault(text), null);
      assert.equal(textField(500).parse(text), text.trim());
      if (!/\p{Co}/u.test(text)) assert.equal(titleFromFileName(`${text}.mp4`), text.normalize('NFC').trim());
    });
  }

  it('are not taken for a title of their own', () => {
    for (const text of ['\u200d', '\u200e \u200f', '\ufe0f', '\u115f', ' \u200c ']) {
      assert.equal(lineFault(text), 'must hold something that is seen');
      assert.equal(titleFromFileName(text), null);
    }
  });

  it('spell nothing behind a flag, nor without one', () => {
    const tags = (text: string): string =>
      Array.from(text)
        .map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0)))
        .join('');
    assert.equal(lineFault(`🏴${tags('gbeng')}\u{e007f}`), null);
    for (const text of [
      `🏴${tags('ignoreallofthis')}\u{e007f}`,
      `🏳${tags('gbeng')}`,
      `x${tags('gbeng')}`,
      `🏴${tags('A')}`,
    ]) {
      assert.match(lineFault(text) ?? '', /^must not hold U\+E00/);
    }
  });

  it('are in the pattern of the document as they are in the rule', () => {
    const pattern = new RegExp(LINE_PATTERN);
    const field = textField(10);
    // U+200B depends on what stands before it, which the pattern leaves open.
    for (const code of range(0, 0xffff).filter((one) => one !== 0x200b && (one < 0xd800 || one > 0xdfff))) {
      const character = String.fromCodePoint(code);
      for (const text of [`a${character}b`, `${character}a`, `a${character}`]) {
        assert.equal(pattern.test(text), field.safeParse(text).success, `${hex(code)} in ${JSON.stringify(text)}`);
      }
    }
  });

  describe('in a request', () => {
    let database: TestDatabase;
    let api: TestApi;
    let companyId: number;
    let contentId: number;
    let videoId: number;
    const clock = new DatabaseClock();

    apiForSuite(clock, (setting) => ({ database, api } = setting));
    before(async () => {
      companyId = (await insertCompany(database.db)).id;
      contentId = (await insertContent(database.db, { company_id: companyId, settled_at: clock.now() })).id;
      videoId = (await insertVideo(database.db, contentId)).id;
    });

    it('are refused in titles, names and notes everywhere, and change nothing', async () => {
      const company_id = companyId;
      const direct = { size_bytes: 1, mime_type: 'video/mp4' };
      const override = { video_id: videoId, starts_at: '2999-01-01T00:00:00Z', ends_at: '2999-01-02T00:00:00Z' };
      const requests: [method: string, path: string, field: string, body: object][] = [
        ['POST', '/api/companies', 'name', {}],
        ['PUT', `/api/companies/${companyId}`, 'name', {}],
        ['POST', '/api/projects', 'name', { company_id }],
        ['POST', '/api/ar-content', 'title', { company_id }],
        ['PUT', `/api/ar-content/${contentId}`, 'title', {}],
        ['PUT', `/api/videos/${videoId}`, 'title', {}],
        ['POST', '/api/api-keys', 'name', { company_id, role: 'viewer' }],
        ['POST', '/api/storage-connections', 'name', { company_id, provider: 'local', base_path: '/x' }],
        ['POST', `/api/ar-content/${contentId}/videos/direct`, 'title', direct],
        ['POST', `/api/ar-content/${contentId}/overrides`, 'note', override],
      ];
      for (const [method, path, field, body] of requests) {
        const answer = await api.call(method, path, { body: { ...body, [field]: 'invoice\u202efdp.exe' } });
        assert.equal(answer.status, 422, `${method} ${path}: ${JSON.stringify(answer.body)}`);
        const { errors } = answer.body as { errors: object[] };
        assert.deepEqual(errors, [{ field, message: 'must not hold U+202E at position 8', code: 'wrong_format' }]);
      }
      assert.equal((await database.db('audit_log')).length, 0);
    });

    it('stay where they were before they were refused, and nowhere else', async () => {
      const [old, title] = ['invoice\u202efdp.exe', 'Spring'];
      await database.db('videos').where('id', videoId).update({ title: old });
      await database.db('ar_content').where('id', contentId).update({ title: old });
      for (const path of [`/api/videos/${videoId}`, `/api/ar-content/${contentId}`]) {
        const read = await api.expect(200, 'GET', path);
        assert.equal((await api.expect(200, 'PUT', path, { body: read }))['title'], old, 'as it was read');
        assert.equal((await api.expect(200, 'PUT', path, { body: { title: old } }))['title'], old, 'by itself');
        const changed = await api.call('PUT', path, { body: { ...read, title: `${old}2` } });
        assert.equal(changed.status, 422, JSON.stringify(changed.body));
        const { errors } = changed.body as { errors: object[] };
        assert.deepEqual(errors, [
          { field: 'title', message: 'must not hold U+202E at position 8', code: 'wrong_format' },
        ]);
        assert.equal((await api.expect(200, 'GET', path))['title'], old);
        assert.equal((await api.expect(200, 'PUT', path, { body: { title } }))['title'], title);
        assert.equal((await api.call('PUT', path, { body: read })).status, 422, 'it is not as it is by now');
      }
    });

    it('are refused in the title of a resumable upload, and made safe in the name of its file', async () => {
      const base64 = (text: string): string => Buffer.from(text).toString('base64');
      const begin = (metadata: string) =>
        api.call('POST', `/api/ar-content/${contentId}/videos/resumable`, {
          headers: { 'tus-resumable': '1.0.0', 'upload-length': '10', 'upload-metadata': metadata },
        });
      assert.equal((await begin(`title ${base64('a\u202eb')}`)).status, 422);
      assert.equal((await begin(`filename ${base64('a\u202eb.mp4')}`)).status, 201);
    });
  });
});
