import { openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient, Entity } from './api-client.js';
import { codeOf } from '../platform/error-code.js';

const COMPANY = 'Demo company';
const CONTENT = 'Seasons';
const VIDEOS = ['Spring', 'Summer', 'Autumn'];
const INTERVAL_SECONDS = 60;
const PROCESSING_MS = 180_000;
const LOOK_EVERY_MS = 200;

export interface FirstStart {
  api: ApiClient;
  dataDir: string;
  /** Where the demo's video files are. */
  videoFolder: string;
  demo: boolean;
}

/**
 * Fills an empty installation: a company, and with `demo` a content with three videos that change every minute. Done
 * once in the life of a data folder. It goes through the API like any client, and looks before it makes anything, so
 * that a start that was broken off in the middle is completed by the next.
 */
export async function fillFirstStart({ api, dataDir, videoFolder, demo }: FirstStart): Promise<void> {
  const marker = join(dataDir, 'first-start');
  const state = read(marker);
  if (state === 'done') return;
  if (state === undefined && (await api.list('/api/companies?limit=1')).length > 0) return;
  writeFileSync(marker, 'begun');
  const company = await ensure(api, '/api/companies', byName(COMPANY), { name: COMPANY, time_zone: 'UTC' });
  if (demo) await makeDemo(api, company, videoFolder);
  writeFileSync(marker, 'done');
}

/** The public id of some content, for an example that works; undefined if there is none. */
export async function anyContent(api: ApiClient): Promise<string | undefined> {
  return (await api.list('/api/ar-content?limit=1'))[0]?.unique_id;
}

async function makeDemo(api: ApiClient, company: Entity, videoFolder: string): Promise<void> {
  const body = { company_id: company.id, title: CONTENT };
  const content = await ensure(api, `/api/ar-content?company_id=${company.id}`, byTitle(CONTENT), body);
  const videosPath = `/api/ar-content/${content.id}/videos`;
  const sequence: number[] = [];
  for (const title of VIDEOS) {
    const form = new FormData();
    const fileName = `${title.toLowerCase()}.mp4`;
    form.set('title', title);
    form.set('file', await openAsBlob(join(videoFolder, fileName), { type: 'video/mp4' }), fileName);
    sequence.push((await ensure(api, videosPath, byTitle(title), form)).id);
  }
  for (const id of sequence) await untilReady(api, id);
  await ensure(api, `/api/ar-content/${content.id}/rotation`, () => true, {
    rotation_type: 'interval',
    interval_seconds: INTERVAL_SECONDS,
    video_sequence: sequence,
  });
}

/** The first video of a schedule is shown at once if it is ready by then. */
async function untilReady(api: ApiClient, videoId: number): Promise<void> {
  const deadline = performance.now() + PROCESSING_MS;
  for (;;) {
    const { status, failure_reason } = await api.read(`/api/videos/${videoId}`);
    if (status === 'ready') return;
    if (status === 'failed') throw new Error(`Video ${videoId} of the demo failed: ${failure_reason}`);
    if (performance.now() > deadline) throw new Error(`Video ${videoId} of the demo was not processed in time.`);
    await delay(LOOK_EVERY_MS);
  }
}

/** The object in the list that fits, else a new one. */
async function ensure(api: ApiClient, listPath: string, fits: (entity: Entity) => boolean, body: object | FormData) {
  const present = (await api.list(listPath)).find(fits);
  return present ?? (await api.create(listPath.replace(/\?.*/, ''), body));
}

const byName = (name: string) => (entity: Entity) => entity.name === name;
const byTitle = (title: string) => (entity: Entity) => entity.title === title && entity.status !== 'failed';

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
