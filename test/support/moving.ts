import {
  createVideoMoving,
  type MoveReport,
  type VideoMoving,
  type VideoMovingOptions,
} from '../../src/activities/move-videos.js';
import type { Database } from '../../src/db/database.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { Id } from '../../src/domain/scalars.js';
import type { TestApi } from './api.js';

const WORKFLOW = serviceCaller('workflow', 'run-1');

/** The real steps on the storages of a test's API. */
export function testMoving({ deps }: TestApi, db: Database, given: Partial<VideoMovingOptions> = {}): VideoMoving {
  const { planner, clock, media, repositories, settings } = deps;
  return createVideoMoving({
    db,
    planner,
    clock,
    findConnection: (id) => repositories.storageConnections.findById(id),
    open: media.open,
    fileGraceMs: settings.deletedFileGraceMs,
    ...given,
  });
}

/** What the workflow does with a move, where no worker runs: until it ends, or has to wait. */
export async function carryOutMove(moving: VideoMoving, moveId: Id): Promise<MoveReport> {
  try {
    let report = await moving.copy(moveId);
    for (let step = 0; step < 50 && 'waitMs' in report && report.waitMs === 0; step += 1) {
      report = report.status === 'copy' ? await moving.copy(moveId) : await moving.switch(moveId, WORKFLOW);
    }
    return report;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    if (code !== 'not_found' && code !== 'conflict') throw error;
    await moving.fail(moveId, { code, reason: message });
    return { status: 'gone', words: message };
  }
}
