import { content } from './content';
import { contents } from './contents';
import { demo } from './demo';
import { edits } from './edits';
import { shell } from './shell';

/** Texts of the console in English; the catalog that every other language has to fill. A page has a file of its own. */
export const en = { ...shell, ...edits, ...contents, ...content, ...demo };

/** What a language has to say. */
export type Texts = typeof en;
