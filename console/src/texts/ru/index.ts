import type { Texts } from '../en';
import { contents } from './contents';
import { shell } from './shell';

/** Texts of the console in Russian. */
export const ru = { ...shell, ...contents } satisfies Texts;
