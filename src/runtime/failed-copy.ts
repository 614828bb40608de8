import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client, Video } from '../../packages/client/src/client.js';
import { findIn, FOR_COPY, type DemoMaker } from './demo-maker.js';

const TITLE = 'Copy of a file that was changed';

/**
 * Has a content show a video, and have another one that failed: a copy of the first, whose file on the disk is no longer
 * what was uploaded. (A faulty upload would be refused at once.) It takes videos that lie on this disk.
 */
export async function failedCopy(demo: DemoMaker, content: number, { Spring }: { Spring: Video }): Promise<void> {
  const { videos } = demo.api;
  const shown = await demo.copy(content, Spring);
  if ((await findIn(videos.list(content), ({ title }) => title === TITLE)) !== undefined) return;
  const path = await pathOnDisk(demo.api, shown);
  if (path === null) return;
  await changeHarmlessly(path);
  await demo.processed(await videos.copy(content, { copy_of: shown.id, title: TITLE }, FOR_COPY));
}

/** Null: it lies elsewhere. */
async function pathOnDisk(api: Client, { storage_connection_id, video_path }: Video): Promise<string | null> {
  if (storage_connection_id === null || video_path === null) return null;
  const { base_path } = await api.storageConnections.get(storage_connection_id);
  return base_path === null ? null : join(base_path, video_path);
}

/** Players pass over a box `skip` as they do over `free`, so it plays as before. */
async function changeHarmlessly(path: string): Promise<void> {
  const at = (await readFile(path)).indexOf('free');
  if (at < 0) return; // An earlier start has done so.
  const file = await open(path, 'r+');
  await file.write('skip', at).finally(() => file.close());
}
