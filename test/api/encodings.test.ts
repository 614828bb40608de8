import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { textOf } from '../../src/api/http/decode-text.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { exchange, message, type RawAnswer } from '../support/raw-http.js';
import { fixturePath } from '../support/videos.js';

/** Bytes that are not UTF-8, one character each, with the first of them that is none. */
const BAD: [what: string, bytes: string, byte: string][] = [
  ['a byte that begins nothing', 'a\xff', '0xFF'],
  ['a stray continuation', 'a\x80b', '0x80'],
  ['a sequence that is cut off', 'a\xc3', '0xC3'],
  ['a sequence that is broken off', 'a\xe2\x82b', '0xE2'],
  ['a long form of a slash', 'a\xc0\xaf', '0xC0'],
  ['a long form of NUL', 'a\xe0\x80\x80', '0xE0'],
  ['half of a surrogate pair', 'a\xed\xa0\x80', '0xED'],
  ['a pair of surrogates (CESU-8)', 'a\xed\xa0\xbd\xed\xb8\x80', '0xED'],
  ['beyond Unicode', 'a\xf4\x90\x80\x80', '0xF4'],
  ['five bytes', 'a\xf8\x88\x80\x80\x80', '0xF8'],
  ['latin1', 'Fr\xfch', '0xFC'],
];
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');
const GOOD = ['Früh', '日本語', '😀 👩‍🚀', 'é', '\ufffd'];

interface Problem {
  code: string;
  errors: { field: string; message: string }[];
}

describe('bytes that are to be text', () => {
  let database: TestDatabase;
  let api: TestApi;
  let authorization: string;
  let contentId: number;
  const clock = new DatabaseClock();
  const video = readFileSync(fixturePath('faststart.mp4')).toString('latin1');

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    const company_id = (await insertCompany(database.db)).id;
    contentId = (await insertContent(database.db, { company_id, settled_at: clock.now() })).id;
    authorization = `Authorization: Bearer ${await api.makeKey('admin', null)}`;
  });

  /** Sends a body of which each character is a byte. */
  const send = (first: string, headers: string[] = [], body = ''): Promise<RawAnswer> =>
    exchange(
      api.url,
      message(`${first} HTTP/1.1`, ['Host: a', authorization, ...headers, `Content-Length: ${body.length}`], body),
    );
  const fieldsOf = ({ body }: RawAnswer): string[] => (body as unknown as Problem).errors.map(({ field }) => field);
  function assertNamed(answer: RawAnswer, fields: string[], words: RegExp): void {
    assert.deepEqual([answer.status, fieldsOf(answer).toSorted()], [422, fields], answer.text);
    for (const { message: said } of (answer.body as unknown as Problem).errors) assert.match(said, words);
    assert.ok(!answer.text.includes('\ufffd'));
  }

  it('are read as Node reads them where they are UTF-8, and kept apart where they are not', () => {
    for (const text of GOOD) assert.equal(textOf(Buffer.from(text)), text);
    for (const [, bytes] of BAD) {
      const text = textOf(Buffer.from(bytes, 'latin1'));
      const restored = Array.from(text).map((one) => {
        const code = one.codePointAt(0) ?? 0;
        return code >= 0xdc80 && code <= 0xdcff ? String.fromCharCode(code - 0xdc00) : bytesOf(one);
      });
      assert.equal(restored.join(''), bytes);
    }
    // Whatever stands beside a byte that is none is still read.
    assert.equal(textOf(Buffer.from(`${bytesOf('ü😀')}\xff${bytesOf('é')}`, 'latin1')), 'ü😀\udcffé');
  });

  describe('in JSON', () => {
    const json = (body: string, type = 'application/json') =>
      send('POST /api/companies', [`Content-Type: ${type}`], body);

    for (const [what, bytes, byte] of BAD) {
      it(`are refused by the name of their field: ${what}`, async () => {
        assertNamed(await json(`{"name": "${bytes}"}`), ['name'], new RegExp(`must be UTF-8: .*position \\d.*${byte}`));
        const nested = `{"name": "ok", "company_id": 1, "provider": "s3", "settings": {"a": ["${bytes}"]}}`;
        const answer = await send('POST /api/storage-connections', ['Content-Type: application/json'], nested);
        assert.ok(fieldsOf(answer).includes('settings.a.0'), answer.text);
        assert.equal((await json(`{"name": "ok", "${bytes}": 1}`)).status, 422);
      });
    }

    it('are refused where no text can stand', async () => {
      for (const body of ['\xff{"name": "x"}', '{"name": "x"}\xff', '{"name": \xff}']) {
        const answer = await json(body);
        assert.deepEqual([answer.status, answer.body['code']], [400, 'malformed_request']);
      }
    });

    it('are kept as they are where they are UTF-8, with or without a mark in front', async () => {
      for (const text of GOOD) {
        for (const mark of ['', '\xef\xbb\xbf']) {
          const answer = await json(`${mark}{"name": "${bytesOf(text)}"}`);
          assert.deepEqual([answer.status, answer.body['name']], [201, text]);
        }
      }
    });

    const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('latin1');
    const CHARSETS: [charset: string, bytes: string, name: string][] = [
      ['utf8', bytesOf('{"name": "Früh"}'), 'Früh'],
      ['"UTF-8"', bytesOf('{"name": "Früh"}'), 'Früh'],
      ['ISO-8859-1', '{"name": "Fr\xfch"}', 'Früh'],
      ['windows-1252', '{"name": "Fr\xfch\x85 \x80"}', 'Früh… €'],
      ['windows-1251', '{"name": "\xc2\xe5\xf1\xed\xe0"}', 'Весна'],
      ['us-ascii', '{"name": "plain"}', 'plain'],
      ['Shift_JIS', '{"name": "\x93\xfa\x96{"}', '日本'],
      ['utf-16le', utf16('{"name": "Früh 😀"}'), 'Früh 😀'],
    ];
    for (const [charset, bytes, name] of CHARSETS) {
      it(`are decoded as ${charset} when that is declared`, async () => {
        const answer = await json(bytes, `application/json; charset=${charset}`);
        assert.deepEqual([answer.status, answer.body['name']], [201, name], answer.text);
      });
    }

    it('are refused in a charset that is not known, or that they are not in', async () => {
      for (const charset of ['utf-7', 'utf-32', 'x-none', 'ebcdic', 'utf-8x', '%']) {
        const answer = await json('{"name": "x"}', `application/json; charset=${charset}`);
        assert.deepEqual([answer.status, answer.body['code']], [415, 'unsupported_media_type'], charset);
      }
      for (const [charset, body] of [
        ['Shift_JIS', '{"name": "\x93\xff"}'],
        ['utf-16le', `${utf16('{"name": "')}\x00\xd8${utf16('"}')}`],
      ] as const) {
        const answer = await json(body, `application/json; charset=${charset}`);
        assert.deepEqual([answer.status, answer.body['code']], [400, 'malformed_request'], charset);
      }
    });
  });

  describe('in addresses', () => {
    const escaped = (bytes: string): string =>
      Array.from(bytes)
        .map((one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
        .join('');

    for (const [what, bytes, byte] of BAD) {
      it(`are refused by the name of their field: ${what}`, async () => {
        const words = new RegExp(`UTF-8: .*${byte}`);
        assertNamed(await send(`GET /api/companies?name=${escaped(bytes)}`), ['name'], words);
        const several = await send(`GET /api/companies?name=${escaped(bytes)}&limit=${escaped(bytes)}&after=1`);
        assert.deepEqual(fieldsOf(several).toSorted(), ['limit', 'name']);
        assert.equal((await send(`GET /api/companies?${escaped(bytes)}=1`)).status, 422);
        for (const path of [`/api/companies/${escaped(bytes)}`, `/api/ar/${escaped(bytes)}/plan`]) {
          const answer = await send(`GET ${path}`);
          assert.deepEqual([answer.status, answer.body['code']], [400, 'malformed_request'], path);
          assert.match(String(answer.body['detail']), /%/);
        }
      });
    }

    it('are found by where they are UTF-8', async () => {
      await api.expect(201, 'POST', '/api/companies', { body: { name: 'Übersee + 1 %' } });
      for (const query of ['%C3%9Cbersee+%2B+1+%25', '%c3%9cbersee%20%2b%201%20%']) {
        assert.match((await send(`GET /api/companies?name=${query}`)).text, /"name":"Übersee \+ 1 %"/);
      }
    });

    it('are read to their end, however many fields there are', async () => {
      const answer = await send(`GET /api/companies?${'a&'.repeat(1_500)}limit=0`);
      assert.deepEqual(fieldsOf(answer).toSorted(), ['a', 'limit']);
    });

    it('mean nothing in what public links are made longer by', async () => {
      assert.equal((await send('GET /health/live?fbclid=%FF&%FF=1')).status, 200);
    });
  });

  describe('in the metadata of resumable uploads', () => {
    const begin = (name: string, bytes: string): Promise<RawAnswer> => {
      const value = Buffer.from(bytes, 'latin1').toString('base64');
      const headers = ['Tus-Resumable: 1.0.0', 'Upload-Length: 10', `Upload-Metadata: ${name} ${value}`];
      return send(`POST /api/ar-content/${contentId}/videos/resumable`, headers);
    };
    for (const [what, bytes, byte] of BAD) {
      it(`are refused by their name, also where it is not used: ${what}`, async () => {
        for (const name of ['title', 'filename', 'relativePath']) {
          assertNamed(await begin(name, bytes), [name], new RegExp(byte));
        }
      });
    }
    it('are told again as they were sent', async () => {
      for (const text of GOOD) {
        const begun = await begin('title', bytesOf(text));
        assert.equal(begun.status, 201);
        const path = new URL(begun.headers.get('location') ?? '').pathname;
        const head = await send(`HEAD ${path}`, ['Tus-Resumable: 1.0.0']);
        assert.equal(head.headers.get('upload-metadata'), `title ${Buffer.from(text).toString('base64')}`);
      }
    });
  });

  describe('in forms', () => {
    interface Part {
      disposition: string;
      type?: string;
      body: string;
    }
    const upload = (parts: Part[], type = 'multipart/form-data; boundary=edge') => {
      const texts = parts.map(({ disposition, type: own, body }) => {
        const declared = own === undefined ? '' : `Content-Type: ${own}\r\n`;
        return `--edge\r\nContent-Disposition: form-data; ${disposition}\r\n${declared}\r\n${body}\r\n`;
      });
      const path = `POST /api/ar-content/${contentId}/videos`;
      return send(path, [`Content-Type: ${type}`], `${texts.join('')}--edge--\r\n`);
    };
    const text = (body: string, type?: string, name = 'title'): Part => ({
      disposition: `name="${name}"`,
      body,
      ...(type !== undefined && { type }),
    });
    const file = (name = 'filename="a.mp4"'): Part => ({ disposition: `name="file"; ${name}`, body: video });

    for (const [what, bytes, byte] of BAD) {
      it(`are refused by the name of their field: ${what}`, async () => {
        const words = new RegExp(`UTF-8: .*${byte}`);
        assertNamed(await upload([text(bytes), file()]), ['title'], words);
        assertNamed(await upload([file(), text(bytes, 'text/plain; charset=utf-8')]), ['title'], words);
        assertNamed(await upload([file(`filename="${bytes}.mp4"`)]), ['file'], words);
        const star = Array.from(bytes)
          .map((one) => `%${one.charCodeAt(0).toString(16)}`)
          .join('');
        assertNamed(await upload([file(`filename*=UTF-8''${star}.mp4`)]), ['file'], words);
        assert.equal((await upload([{ ...text('x'), disposition: `name="title${bytes}"` }, file()])).status, 422);
      });
    }

    const TITLES: [what: string, parts: Part[], title: string][] = [
      ['UTF-8', [text(bytesOf('Früh 😀')), file()], 'Früh 😀'],
      ['UTF-8 that is declared', [text(bytesOf('Früh'), 'text/plain;charset="UTF-8"'), file()], 'Früh'],
      ['what a part declares', [text('Fr\xfch', 'text/plain; charset=ISO-8859-1'), file()], 'Früh'],
      ['what the form declares', [text('windows-1251', undefined, '_charset_'), text('\xc2\xe5'), file()], 'Ве'],
      ['what it declares at its end', [text('\xc2\xe5'), file(), text('windows-1251', undefined, '_charset_')], 'Ве'],
      ['a declaration that is empty', [text('', undefined, '_charset_'), text('x'), file()], 'x'],
      ['a type that is none', [text('x', 'text'), file()], 'x'],
      ['a file name', [file(`filename="${bytesOf('Früh')}.mp4"`)], 'Früh'],
      ['an extended file name', [file(`filename="x.mp4"; filename*=UTF-8'de'Fr%C3%BCh.mp4`)], 'Früh'],
      ['one in latin1', [file("filename*=iso-8859-1''Fr%FCh.mp4")], 'Früh'],
      ['one without a charset', [file('filename*=Fr%C3%BCh.mp4')], 'Früh'],
      ['a quoted file name', [file('filename="a \\"b\\" c.mp4"')], 'a "b" c'],
      ['a path of Windows', [file('filename="C:\\videos\\spring.mp4"')], 'spring'],
      ['a name with a semicolon', [file('filename="a; b=c.mp4"')], 'a; b=c'],
      ['a name without quotes', [file('filename=spring.mp4')], 'spring'],
      ['a file name that turns the text', [file(`filename="${bytesOf('a\u202egpj')}.mp4"`)], 'agpj'],
      ['a file name with NUL', [file('filename="a\0b.mp4"')], 'ab'],
    ];
    for (const [what, parts, title] of TITLES) {
      it(`are read as meant: ${what}`, async () => {
        const answer = await upload(parts);
        assert.deepEqual([answer.status, answer.body['title']], [201, title], answer.text);
      });
    }

    it('are read in the charset that the type of the whole names', async () => {
      const type = 'multipart/form-data; charset=ISO-8859-1; boundary=edge';
      const answer = await upload([text('Fr\xfch'), file()], type);
      assert.deepEqual([answer.status, answer.body['title']], [201, 'Früh']);
    });

    it('are refused in a charset that is not known', async () => {
      const KINDS: Part[][] = [
        [text('x', 'text/plain; charset=utf-7'), file()],
        [text('x-none', undefined, '_charset_'), file()],
        [file("filename*=utf-7''x.mp4")],
      ];
      for (const parts of KINDS) {
        const answer = await upload(parts);
        assert.deepEqual([answer.status, answer.body['code']], [415, 'unsupported_media_type'], answer.text);
      }
      const whole = await upload([text('x'), file()], 'multipart/form-data; charset=utf-7; boundary=edge');
      assert.equal(whole.status, 415);
    });

    it('are refused by the name of their field in a charset that they are not in', async () => {
      assertNamed(await upload([text('\x93\xff', 'text/plain; charset=Shift_JIS'), file()]), ['title'], /Shift_JIS/);
      assertNamed(await upload([file("filename*=Shift_JIS''%93%ff.mp4")]), ['file'], /file name/);
    });
  });
});
