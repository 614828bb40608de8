import assert from 'node:assert/strict';
import { titleFromFileName } from '../../../src/api/uploads/title-from-file-name.js';

describe('the title of a video that came without one', () => {
  const cases: [string | null | undefined, string | null][] = [
    ['spring.mp4', 'spring'],
    ['Spring in Paris.MOV', 'Spring in Paris'],
    ['v1.2 final.mp4', 'v1.2 final'],
    ['C:\\Users\\me\\spring.mp4', 'spring'],
    ['/home/me/spring.mp4', 'spring'],
    ['../../etc/passwd', 'passwd'],
    ['spring', 'spring'],
    ['.mp4', '.mp4'],
    ['  spring .mp4', 'spring'],
    ['Весна.mp4', 'Весна'],
    ['e\u0301t\u00e9.webm', '\u00e9t\u00e9'],
    ['spring\u202egpj.mp4', 'springgpj'],
    ['a\u0000b\u0007c.mp4', 'abc'],
    ['\u202e.mp4', '.mp4'],
    ['\u200b', null],
    ['', null],
    [null, null],
    [undefined, null],
  ];
  for (const [name, title] of cases) {
    it(`is ${JSON.stringify(title)} for ${JSON.stringify(name)}`, () => assert.equal(titleFromFileName(name), title));
  }

  it('is no longer than a title may be', () => {
    assert.equal(titleFromFileName(`${'a'.repeat(900)}.mp4`)?.length, 500);
    assert.equal(Array.from(titleFromFileName(`${'🎬'.repeat(900)}.mp4`) ?? '').length, 500);
  });
});
