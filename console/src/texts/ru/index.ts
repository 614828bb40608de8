import type { Texts } from '../en';
import { content } from './content';
import { contents } from './contents';
import { edits } from './edits';
import { shell } from './shell';
import { timeline } from './timeline';

/** Texts of the console in Russian. */
export const ru = { ...shell, ...edits, ...contents, ...content, ...timeline } satisfies Texts;
