import assert from 'node:assert/strict';
import { jsonFault } from '../../src/api/http/json-fault.js';
import { assertOwnWords } from '../support/library-words.js';

const BAD: [text: string, message: string][] = [
  ['', 'it ends where a value belongs'],
  [' \n ', 'it ends where a value belongs'],
  ['{', 'it ends where a name in double quotes or } belongs'],
  ['{"a"', 'it ends where a : belongs'],
  ['{"a":', 'it ends where a value belongs'],
  ['{"a":1', 'it ends where a comma or the end of the list or object belongs'],
  ['{"a":1,', 'it ends where a name in double quotes belongs'],
  ['[', 'it ends where a value or ] belongs'],
  ['[[[1,2]', 'it ends where a comma or the end of the list or object belongs'],
  ['{"a":1,}', 'in line 1, column 8 stands }, where a name in double quotes belongs'],
  ['[1,]', 'in line 1, column 4 stands ], where a value belongs'],
  ['[,1]', 'in line 1, column 2 stands ,, where a value or ] belongs'],
  ['{,}', 'in line 1, column 2 stands ,, where a name in double quotes or } belongs'],
  ['{"a":NaN}', 'in line 1, column 6 stands NaN, where a value belongs'],
  ['{"a":undefined}', 'in line 1, column 6 stands undefined, where a value belongs'],
  ['{"a":-Infinity}', 'in line 1, column 6 stands -Infinity, where a value belongs'],
  ['{"a":True}', 'in line 1, column 6 stands True, where a value belongs'],
  ['{"a":None}', 'in line 1, column 6 stands None, where a value belongs'],
  ["{'a':1}", "in line 1, column 2 stands 'a', where a name in double quotes or } belongs"],
  ['{a:1}', 'in line 1, column 2 stands a, where a name in double quotes or } belongs'],
  ['{1:1}', 'in line 1, column 2 stands 1, where a name in double quotes or } belongs'],
  ['{"a" 1}', 'in line 1, column 6 stands 1, where a : belongs'],
  ['{"a"=1}', 'in line 1, column 5 stands =1, where a : belongs'],
  ['{"a":1 "b":2}', 'in line 1, column 8 stands ", where a comma or the end of the list or object belongs'],
  ['[1 2]', 'in line 1, column 4 stands 2, where a comma or the end of the list or object belongs'],
  ['[1}', 'in line 1, column 3 stands }, where a comma or the end of the list or object belongs'],
  ['{"a":1]', 'in line 1, column 7 stands ], where a comma or the end of the list or object belongs'],
  ['{"a":01}', 'in line 1, column 7 stands 1, where a comma or the end of the list or object belongs'],
  ['{"a":+1}', 'in line 1, column 6 stands +1, where a value belongs'],
  ['{"a":.5}', 'in line 1, column 6 stands .5, where a value belongs'],
  ['{"a":1.}', 'in line 1, column 7 stands ., where a comma or the end of the list or object belongs'],
  ['{"a":0x1F}', 'in line 1, column 7 stands x1F, where a comma or the end of the list or object belongs'],
  ['{"a":1}x', 'in line 1, column 8 stands x, where nothing more belongs'],
  ['{}{}', 'in line 1, column 3 stands {, where nothing more belongs'],
  ['}', 'in line 1, column 1 stands }, where a value belongs'],
  [':', 'in line 1, column 1 stands :, where a value belongs'],
  ['{\n  "ä": 1,\n  // why\n}', 'in line 3, column 3 stands //, where a name in double quotes belongs'],
  ['\ufeff\ufeff{}', 'in line 1, column 1 stands U+FEFF, where a value belongs'],
  ['{}\0', 'in line 1, column 3 stands U+0000, where nothing more belongs'],
  ['\udcff{}', 'in line 1, column 1 stands U+DCFF, where a value belongs'],
  ['{"a":"b', 'the text that begins in line 1, column 6 has no end'],
  ['{"a', 'the text that begins in line 1, column 2 has no end'],
  ['{"a":"b\nc"}', 'the text in line 1, column 8 has U+000A, which is written as an escape'],
  ['{"a":"\\x"}', 'the text in line 1, column 7 has a backslash that begins no escape of JSON'],
  ['{"a":"\\u12"}', 'the text in line 1, column 7 has a backslash that begins no escape of JSON'],
  ['['.repeat(100_000), 'it ends where a value or ] belongs'],
  [`{"a":"${'x'.repeat(250_000)}`, 'the text that begins in line 1, column 6 has no end'],
];

describe('why a text is no JSON', () => {
  for (const [text, message] of BAD) {
    it(`is said of ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.throws(() => JSON.parse(text));
      assert.equal(jsonFault(text), message);
      assertOwnWords(message);
    });
  }

  it('is said of whatever is broken, piece by piece', () => {
    const whole = '{"a": [1, -2.5e3, {"b": "c\\n"}, true, null], "d": {}, "e": ""}';
    for (let at = 0; at < whole.length; at += 1) {
      for (const put of ['', '"', ',', '}', ']', 'x', '\\', ':', '0']) {
        const text = whole.slice(0, at) + put + whole.slice(at + 1);
        try {
          JSON.parse(text);
        } catch {
          const fault = jsonFault(text);
          assertOwnWords(fault);
          const column = Number(/line 1, column (\d+)/.exec(fault)?.[1] ?? text.length);
          assert.ok(column >= 1 && column <= text.length, `${text}: ${fault}`);
        }
      }
    }
  });
});
