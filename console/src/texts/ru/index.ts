import type { Texts } from '../en';
import { content } from './content';
import { contents } from './contents';
import { edits } from './edits';
import { shell } from './shell';
import { uploads } from './uploads';
import { videos } from './videos';

/** Texts of the console in Russian. */
export const ru = { ...shell, ...edits, ...contents, ...content, ...uploads, ...videos } satisfies Texts;
