import { content } from './content';
import { contents } from './contents';
import { edits } from './edits';
import { shell } from './shell';
import { uploads } from './uploads';
import { videos } from './videos';

/** Texts of the console in English; the catalog that every other language has to fill. A page has a file of its own. */
export const en = { ...shell, ...edits, ...contents, ...content, ...uploads, ...videos };

/** What a language has to say. */
export type Texts = typeof en;
