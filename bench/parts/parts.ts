import type { Report } from '../report/figures.js';
import type { Bench } from '../support/rounds.js';
import { lateness } from './lateness.js';
import { read } from './read.js';

/** What is measured, by the name that the command line knows it by. */
export const parts: Readonly<Record<string, (bench: Bench) => Promise<Report>>> = { read, lateness };
