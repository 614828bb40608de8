import type { Texts } from '../en';
import { actions } from './actions';
import { content } from './content';
import { contents } from './contents';
import { demo } from './demo';
import { edits } from './edits';
import { making } from './making';
import { rehearsal } from './rehearsal';
import { schedules } from './schedules';
import { shell } from './shell';
import { timeline } from './timeline';
import { today } from './today';
import { troubles } from './troubles';
import { uploads } from './uploads';
import { videos } from './videos';

/** Texts of the console in Russian. */
export const ru = {
  ...shell,
  ...edits,
  ...contents,
  ...content,
  ...actions,
  ...demo,
  ...making,
  ...rehearsal,
  ...schedules,
  ...timeline,
  ...today,
  ...troubles,
  ...uploads,
  ...videos,
} satisfies Texts;
