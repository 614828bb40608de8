import type { Texts } from '../en';
import { content } from './content';
import { contents } from './contents';
import { demo } from './demo';
import { edits } from './edits';
import { shell } from './shell';

/** Texts of the console in Russian. */
export const ru = { ...shell, ...edits, ...contents, ...content, ...demo } satisfies Texts;
