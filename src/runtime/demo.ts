import { openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Company } from '../../packages/client/src/client.js';
import { codeOf } from '../platform/error-code.js';

const COMPANY = 'Demo company';
const CONTENT = 'Seasons';
const VIDEOS = ['Spring', 'Summer', 'Autumn'];
const INTERVAL_SECONDS = 60;
const UPLOAD_MS = 60_000;
const PROCESSING_MS = 180_000;
const LOOK_EVERY_MS = 200;

export interface FirstStart {
  api: Client;
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
  if (state === undefined && (await api.companies.list({ limit: 1 }).first()) !== undefined) return;
  writeFileSync(marker, 'begun');
  const company = await ensure(
    api.companies.list(),
    ({ name }) => name === COMPANY,
    () => api.companies.create({ name: COMPANY, time_zone: 'UTC' }),
  );
  if (demo) await makeDemo(api, company, videoFolder);
  writeFileSync(marker, 'done');
}

/** The public id of some content, for an example that works; undefined if there is none. */
export async function anyContent(api: Client): Promise<string | undefined> {
  return (await api.contents.list({ limit: 1 }).first())?.unique_id;
}

async function makeDemo(api: Client, company: Company, videoFolder: string): Promise<void> {
  const content = await ensure(
    api.contents.list({ company_id: company.id }),
    ({ title }) => title === CONTENT,
    () => api.contents.create({ company_id: company.id, title: CONTENT }),
  );
  const sequence: number[] = [];
  for (const title of VIDEOS) {
    const video = await ensure(
      api.videos.list(content.id),
      (video) => video.title === title && video.status !== 'failed',
      async () => {
        const file = await openAsBlob(join(videoFolder, `${title.toLowerCase()}.mp4`), { type: 'video/mp4' });
        return api.videos.upload(content.id, { title, file }, { timeoutMs: UPLOAD_MS });
      },
    );
    sequence.push(video.id);
  }
  for (const id of sequence) await untilReady(api, id);
  await ensure(
    api.schedules.listOfContent(content.id),
    () => true,
    () =>
      api.schedules.create(content.id, {
        rotation_type: 'interval',
        interval_seconds: INTERVAL_SECONDS,
        video_sequence: sequence,
      }),
  );
}

/** The first video of a schedule is shown at once if it is ready by then. */
async function untilReady(api: Client, videoId: number): Promise<void> {
  const deadline = performance.now() + PROCESSING_MS;
  for (;;) {
    const { status, failure_reason } = await api.videos.get(videoId);
    if (status === 'ready') return;
    if (status === 'failed') throw new Error(`Video ${videoId} of the demo failed: ${failure_reason}`);
    if (performance.now() > deadline) throw new Error(`Video ${videoId} of the demo was not processed in time.`);
    await delay(LOOK_EVERY_MS);
  }
}

/** What is in the list and fits, else a new one. */
async function ensure<T>(present: AsyncIterable<T>, fits: (one: T) => boolean, create: () => Promise<T>): Promise<T> {
  for await (const one of present) if (fits(one)) return one;
  return create();
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
