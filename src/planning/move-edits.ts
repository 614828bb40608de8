import { audit } from '../db/audit.js';
import { toRow } from '../db/database.js';
import { lockMoveUnderWay, unswitchedFiles } from '../db/storage-move-files.js';
import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import { must } from '../domain/must.js';
import { takesAlong, type StorageMove, type StorageMoveFile } from '../domain/storage-move.js';
import type { Id } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import { linksAfterMove, pathsOf } from '../domain/video-files.js';
import type { Planner } from './planner.js';
import type { Edit } from './run-edit.js';
import { releaseFiles } from './video-edits.js';

/**
 * How the switch of a content went. `incomplete`: something is not copied yet. `processing`: a video's files change at
 * the moment. `ended`: the move is over. Only `switched` has changed anything.
 */
export type SwitchOutcome = 'switched' | 'incomplete' | 'processing' | 'ended';

/** Ends an edit that has nothing to change, so that none of it is committed. */
class NothingSwitched extends Error {
  readonly outcome: SwitchOutcome;

  constructor(outcome: SwitchOutcome) {
    super(outcome);
    this.outcome = outcome;
  }
}

/**
 * Has all videos of a content name their copies, in one transaction, so that nobody sees the content half moved. The
 * files of before go after the grace period.
 * @param options.fileGraceMs how long they are kept.
 * @throws AppError `database_unavailable`, `busy`
 */
export async function switchContent(
  planner: Planner,
  caller: Caller,
  arContentId: Id,
  options: { moveId: Id; fileGraceMs: number },
): Promise<SwitchOutcome> {
  try {
    await planner.edit(arContentId, caller, async (edit) => {
      const move = await lockMoveUnderWay(edit.trx, options.moveId);
      if (move === null) throw new NothingSwitched('ended');
      await switchVideos(edit, move, options.fileGraceMs);
      return () => undefined;
    });
    return 'switched';
  } catch (error) {
    if (error instanceof NothingSwitched) return error.outcome;
    // A content that was deleted meanwhile has nothing to switch; its copies are given up when the move looks again.
    if (error instanceof AppError && error.code === 'not_found') return 'incomplete';
    throw error;
  }
}

async function switchVideos(edit: Edit, move: StorageMove, fileGraceMs: number): Promise<void> {
  const videos = edit.state.videos.filter((video) => takesAlong(move, video));
  if (videos.some(({ status }) => status === 'processing')) throw new NothingSwitched('processing');
  const files = await unswitchedFiles(edit.trx, move.id, edit.state.arContent.id);
  const copies = copiesOf(videos, files);
  if (videos.length === 0 || copies === null) throw new NothingSwitched('incomplete');
  for (const video of videos) await switchVideo(edit, move, video, copies, fileGraceMs);
  const { trx, at } = edit;
  await trx('storage_move_files')
    .whereRaw('id = ANY (?)', [[...copies.values()].map(({ id }) => id)])
    .update({ status: 'switched' });
  await trx('storage_moves')
    .where('id', move.id)
    .update(toRow({ status: 'switching', updated_at: at }));
  await auditSwitch(edit, move, videos, copies);
}

const keyOf = (connectionId: Id | null, path: string): string => `${connectionId} ${path}`;

/** The copy of each file that the videos name; null: one is missing. */
function copiesOf(videos: readonly Video[], files: readonly StorageMoveFile[]): Map<string, StorageMoveFile> | null {
  const copied = new Map(
    files
      .filter(({ status }) => status === 'copied')
      .map((file) => [keyOf(file.source_connection_id, file.source_path), file]),
  );
  const keys = videos.flatMap((video) => pathsOf(video).map((path) => keyOf(video.storage_connection_id, path)));
  const found = keys.flatMap((key) => {
    const file = copied.get(key);
    return file === undefined ? [] : [[key, file] as const];
  });
  return found.length === keys.length ? new Map(found) : null;
}

async function switchVideo(
  { trx, at }: Edit,
  move: StorageMove,
  video: Video,
  copies: ReadonlyMap<string, StorageMoveFile>,
  fileGraceMs: number,
): Promise<void> {
  const newPathOf = (path: string): string =>
    must(copies.get(keyOf(video.storage_connection_id, path))?.target_path, `the copy of ${path}`);
  const { thumbnails, ...links } = linksAfterMove(video, move.to_connection_id, newPathOf);
  const row = { ...toRow({ ...links, updated_at: at }), thumbnails: JSON.stringify(thumbnails) };
  await trx('videos').where('id', video.id).update(row);
  await releaseFiles(trx, video, at + fileGraceMs);
}

function auditSwitch(
  { trx, caller, state }: Edit,
  move: StorageMove,
  videos: readonly Video[],
  copies: ReadonlyMap<string, StorageMoveFile>,
): Promise<void> {
  const { id, company_id: companyId } = state.arContent;
  const paths = [...copies.values()];
  const before = {
    videos: videos.map((video) => video.id),
    files: paths.map(({ source_connection_id: at, source_path }) => keyOf(at, source_path)),
  };
  const after = {
    storage_move_id: move.id,
    files: paths.map(({ target_path: path }) => keyOf(move.to_connection_id, must(path, 'the path of a copy'))),
  };
  return audit(trx, caller, { companyId, action: 'ar_content.move', subject: `ar_content:${id}`, before, after });
}
