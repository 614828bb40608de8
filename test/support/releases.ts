import type { BoundedClock } from '../../src/db/clock.js';
import { loadContentStates } from '../../src/db/content-state.js';
import type { Database } from '../../src/db/database.js';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import { resolveActive } from '../../src/domain/plan/resolve-active.js';
import type { Id, Instant } from '../../src/domain/scalars.js';
import { Planner } from '../../src/planning/planner.js';
import { SetDoor, type SetDoorOptions } from '../../src/planning/set-door.js';
import { insertCompany } from './builders.js';

/** Contents of one company, each with two videos of which the first is shown. */
export interface SetStage {
  db: Database;
  planner: Planner;
  door: SetDoor;
  company: Id;
  contents: Id[];
  /** The first and the second video of each content. */
  shown: Id[];
  wanted: Id[];
  /** Each content with its second video. */
  items: { ar_content_id: Id; video_id: Id }[];
  states: () => Promise<ContentState[]>;
  /** Which video each content shows at an instant, `0` or `1`. */
  shownAt: (at: Instant) => Promise<string>;
}

/** Sets up so many contents by a few statements. */
export async function aSetStage(
  db: Database,
  clock: BoundedClock,
  count: number,
  options: Partial<SetDoorOptions> = {},
): Promise<SetStage> {
  const { id: company } = await insertCompany(db);
  const settled_at = new Date(clock.now()).toISOString();
  const { rows } = await db.raw<{ rows: { id: Id }[] }>(
    `INSERT INTO ar_content (company_id, title, settled_at)
     SELECT ?, 'Poster', ?::timestamptz FROM generate_series(1, ?::int) RETURNING id`,
    [company, settled_at, count],
  );
  const contents = rows.map(({ id }) => id).toSorted((a, b) => a - b);
  const addVideos = async (title: string): Promise<Id[]> => {
    const made: { id: Id; ar_content_id: Id }[] = await db('videos')
      .insert(contents.map((ar_content_id) => ({ ar_content_id, title, status: 'ready', video_path: 'x.mp4' })))
      .returning(['id', 'ar_content_id']);
    const ids = new Map(made.map(({ id, ar_content_id }) => [ar_content_id, id]));
    return contents.map((id) => ids.get(id) ?? Number.NaN);
  };
  const [shown, wanted] = [await addVideos('Spring'), await addVideos('Summer')];
  const planner = new Planner({ db, clock });
  const states = (): Promise<ContentState[]> => loadContentStates(db, contents);
  return {
    db,
    planner,
    door: new SetDoor({ db, clock, planner, ...options }),
    company,
    contents,
    shown,
    wanted,
    items: contents.map((ar_content_id, n) => ({ ar_content_id, video_id: wanted[n] ?? Number.NaN })),
    states,
    shownAt: async (at) =>
      (await states())
        .map((state) => resolveActive(state, at).live?.video.id ?? Number.NaN)
        .map((id) => (wanted.includes(id) ? '1' : shown.includes(id) ? '0' : '-'))
        .join(''),
  };
}
