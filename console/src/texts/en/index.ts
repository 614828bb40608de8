import { content } from './content';
import { contents } from './contents';
import { edits } from './edits';
import { rehearsal } from './rehearsal';
import { schedules } from './schedules';
import { shell } from './shell';

/** Texts of the console in English; the catalog that every other language has to fill. A page has a file of its own. */
export const en = { ...shell, ...edits, ...contents, ...content, ...rehearsal, ...schedules };

/** What a language has to say. */
export type Texts = typeof en;
