import { seenBy, type Mutant } from './mutant.js';

/** Bugs of copies of videos. */
export const COPY_MUTANTS: readonly Mutant[] = seenBy('test/api/uploads/copies.test.ts', [
  {
    name: 'copies: a video of another company can be copied',
    find: "'v.id': videoId, 'c.company_id': companyId",
    replace: "'v.id': videoId",
    grep: 'of what is not there',
  },
  {
    name: 'copies: the file of a deleted original goes while it is waited for',
    find: ".whereNotExists(trx('video_copies').whereRaw(`video_copies.video_path = ${TABLE}.path`))",
    replace: '',
    grep: 'is deleted meanwhile',
  },
  {
    name: 'copies: the file of an original stays after the processing',
    find: 'await forgetOriginal(edit.trx, videoId);',
    replace: '',
    grep: 'is deleted meanwhile',
  },
  {
    name: 'copies: what was copied is not compared',
    find: 'await requireUploaded(storage, original, copyOf(original.video_path));',
    replace: '',
    grep: 'is not what was uploaded',
  },
  {
    name: 'copies: a damaged original is waited for',
    find: 'if ((await whenThere(sha256Of(storage, video_path))) === sha256)',
    replace: 'if (video_path !== copy)',
    grep: 'is not what was uploaded',
  },
  {
    name: 'copies: each try leaves a file for hours',
    find: 'for (const copy of copies.values()) await copy.removeNow();',
    replace: '',
    grep: 'are made again when the copy is another one',
  },
  {
    name: 'copies: a lost image keeps a video from being copied',
    find: 'if ((await storage.fileSize(path)) === null)',
    replace: "if (path === '')",
    grep: 'has lost an image',
  },
  {
    name: 'copies: the index of a copy is looked for again',
    find: 'if ((await findOriginalFiles(options.db, video.id)) !== null) return;',
    replace: '',
    grep: 'are made by the storage',
  },
  {
    name: 'copies: a copy counts as looked at before it has a file',
    find: '    image_bytes: 0,\n    sha256: null,',
    replace: '    image_bytes: 0,',
    grep: 'become videos of their own',
  },
]);
