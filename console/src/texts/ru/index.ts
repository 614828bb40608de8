import type { Texts } from '../en';
import { content } from './content';
import { contents } from './contents';
import { edits } from './edits';
import { rehearsal } from './rehearsal';
import { schedules } from './schedules';
import { shell } from './shell';

/** Texts of the console in Russian. */
export const ru = { ...shell, ...edits, ...contents, ...content, ...rehearsal, ...schedules } satisfies Texts;
