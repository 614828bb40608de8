import { loadContentState } from '../../src/db/content-state.js';
import { DatabaseClock, type BoundedClock } from '../../src/db/clock.js';
import type { Database } from '../../src/db/database.js';
import type { OnCommitted, Settled } from '../../src/domain/committed-event.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { ArContent } from '../../src/domain/ar-content.js';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import type { Rotation } from '../../src/domain/rotation.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import type { Id } from '../../src/domain/scalars.js';
import { Planner, type PlannerOptions } from '../../src/planning/planner.js';
import { createSchedule, type ScheduleInput } from '../../src/planning/schedule-edits.js';
import { insertContent, insertVideo, NOON } from './builders.js';
import { TestClock } from './clock.js';
import { testDatabase, type TestDatabase } from './database.js';

export const CALLER = serviceCaller('key:1');
export const WORKFLOW = serviceCaller('workflow', 'run-1');

/** A content with videos in a real database, and the planner that changes it. */
export interface Stage {
  db: Database;
  planner: Planner;
  content: ArContent;
  /** The ids of its videos, in order. */
  videos: Id[];
  state(): Promise<ContentState>;
  schedule(id: Id): Promise<RotationSchedule>;
  /** The ledger, oldest first. */
  ledger(): Promise<Rotation[]>;
  addSchedule(given?: Partial<ScheduleInput>): Promise<RotationSchedule>;
  /** How many steps were carried out. */
  settle(): Promise<number>;
}

/** What each test of a suite gets. */
export interface StageSetting {
  database: TestDatabase;
  clock: TestClock;
  stage: Stage;
}

/** A database for the suite, and a stage of its own at NOON for each test, which `set` is told of. */
export function stageForEachTest(set: (setting: StageSetting) => void, options: { shown?: boolean } = {}): void {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    const clock = new TestClock(NOON);
    set({ database, clock, stage: await aStage(database.db, clock, options) });
  });
}

/** Sets up a content with three videos. `shown`: its first video is active already. */
export async function aStage(
  db: Database,
  clock: BoundedClock,
  options: Partial<PlannerOptions> & { shown?: boolean; content?: Partial<ArContent> } = {},
): Promise<Stage> {
  const planner = new Planner({ db, clock, ...options });
  const content = await insertContent(db, { settled_at: clock.now(), ...options.content });
  const videos: Id[] = [];
  for (const title of ['Spring', 'Summer', 'Autumn']) videos.push((await insertVideo(db, content.id, { title })).id);
  if (options.shown) {
    await db('ar_content').where('id', content.id).update({ active_video_id: videos[0], active_reason: 'manual' });
  }
  const state = async (): Promise<ContentState> => {
    const found = await loadContentState(db, content.id);
    if (found === null) throw new Error('The content is gone.');
    return found;
  };
  return {
    db,
    planner,
    content,
    videos,
    state,
    schedule: async (id) => {
      const found = (await state()).schedules.find((schedule) => schedule.id === id);
      if (found === undefined) throw new Error(`Schedule ${id} is gone.`);
      return found;
    },
    ledger: () => db<Rotation>('rotations').where('ar_content_id', content.id).orderBy('id'),
    addSchedule: (given) =>
      createSchedule(planner, CALLER, content.id, {
        rotation_type: 'interval',
        interval_seconds: 60,
        video_sequence: videos,
        ...given,
      }),
    settle: async () => (await planner.settle(content.id, WORKFLOW))?.stepCount ?? Number.NaN,
  };
}

/** A listener to what was settled alone. */
export const whenSettled =
  (listen: (settled: Settled) => unknown): OnCommitted =>
  (event) => {
    if (event.kind === 'settled') listen(event);
  };

/** Postgres's own clock, sampled; stop it after the test. */
export async function startedClock(db: Database): Promise<DatabaseClock> {
  const clock = new DatabaseClock();
  await clock.start(db);
  return clock;
}
