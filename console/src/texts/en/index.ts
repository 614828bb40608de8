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

/** Texts of the console in English; the catalog that every other language has to fill. A page has a file of its own. */
export const en = {
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
};

/** What a language has to say. */
export type Texts = typeof en;
