import type { Report } from '../report/figures.js';
import type { Bench } from '../support/rounds.js';
import { costs } from './costs.js';
import { edits } from './edits.js';
import { events } from './events.js';
import { follow } from './follow.js';
import { herd } from './herd.js';
import { idle } from './idle.js';
import { lateness } from './lateness.js';
import { lists } from './lists.js';
import { outsiders } from './outsiders.js';
import { read } from './read.js';
import { recovery } from './recovery.js';
import { releases } from './releases.js';
import { rotation } from './rotation.js';
import { settings } from './settings.js';
import { timeline } from './timeline.js';

type Part = (bench: Bench) => Promise<Report>;

/** What is measured, by the name that the command line knows it by. */
export const parts: Readonly<Record<string, Part>> = {
  read,
  lateness,
  edits,
  costs,
  events,
  rotation,
  herd,
  recovery,
  outsiders,
  idle,
};

/** What is measured only when it is asked for. */
export const extraParts: Readonly<Record<string, Part>> = { settings, releases, lists, timeline, follow };
