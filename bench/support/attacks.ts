import { openAsBlob, truncateSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fixturePath } from '../../test/support/videos.js';
import { makeContents, startWorkflows, type BenchContent } from './contents.js';
import type { Api, Installation } from './installation.js';
import { ofProgram, type Program } from './programs.js';

const DAY_MS = 86_400_000;
const PLAN_CLIENTS = 16;
const DEAR_SCHEDULES = 50;
const EDITS_AT_ONCE = 200;
const SLOW_CLIENTS = 200;
const SCHEDULES = 300;
const BULK_SCHEDULES = 10_000;
const STREAMS = 10_000;
const MANY_ADDRESSES = 1_000;
const HANG_MS = 6_000;
/** Far more than the kernel takes in advance. */
const FILE_BYTES = 200_000_000;

/** What an attack has come to, in words. */
interface Ended {
  words: string;
}

/** Begins, and returns how it is ended. */
export type Attack = () => Promise<() => Promise<Ended>>;

/**
 * A program that attacks, at the lowest priority: outsiders bring machines of their own, and what their clients take of
 * this one's cores is no fault of the service.
 */
async function startAttacker(
  installation: Installation,
  name: string,
  ...args: [string, ...string[]]
): Promise<Program> {
  const program = await installation.startProgram(name, ofProgram(...args));
  setPriority(program.pid, constants.priority.PRIORITY_LOW);
  return program;
}

/** Sends a request again and again, so many times at once; refusals are part of it. */
const again =
  (installation: Installation, atOnce: number, ...request: [method: string, url: string, ...more: string[]]): Attack =>
  async () => {
    const program = await startAttacker(installation, `storm-${request[0]}`, 'storm', String(atOnce), ...request);
    return async () => {
      const told = program.message<{ done: number; refused: number }>();
      await program.stop(20_000);
      const { done, refused } = await told;
      return { words: `${done} done, ${refused} refused` };
    };
  };

/** Gives a content the most expensive plan that there can be: as many schedules as it may have, each due every second. */
async function makeDear({ db }: Installation, { id, videoIds }: BenchContent): Promise<void> {
  await db.raw(
    `INSERT INTO video_rotation_schedules (ar_content_id, rotation_type, cron_expression, interval_anchor, time_zone,
       video_sequence, current_index, position_pending, next_rotation_at, random_seed)
     SELECT ?, 'cron', '* * * * * *', clock_timestamp(), 'America/New_York', ARRAY[?, ?]::bigint[], n % 2, false,
       date_trunc('second', clock_timestamp()) + interval '1 hour', n
     FROM generate_series(1, ?) AS n`,
    [id, ...videoIds, DEAR_SCHEDULES],
  );
}

/** One program whose connections do little. */
interface Crowd {
  kind: 'streams' | 'readers' | 'senders';
  url: string;
  count: number;
  addresses: number;
  headers?: string[];
}

const crowded =
  (installation: Installation, crowds: readonly Crowd[]): Attack =>
  async () => {
    const programs = await Promise.all(
      crowds.map(({ kind, url, count, addresses, headers = [] }) =>
        startAttacker(
          installation,
          `crowd-${kind}-${addresses}`,
          'crowd',
          kind,
          url,
          String(count),
          String(addresses),
          ...headers,
        ),
      ),
    );
    const told = programs.map((program, n) =>
      program.message<{ taken: number; refused: number }>().then(
        ({ taken, refused }) => `${taken} ${crowds[n]?.kind} taken, ${refused} refused`,
        () => `the ${crowds[n]?.kind} did not come to an end`,
      ),
    );
    return async () => {
      const patience = Promise.all(
        told.map((words, n) => Promise.race([words, delay(1_000, `${crowds[n]?.kind}: some still waited`)])),
      );
      const words = (await patience).join('; ');
      await Promise.all(programs.map((program) => program.stop(2_000)));
      return { words };
    };
  };

/** Uploads a file, and makes it so large that nobody gets it at once. @returns its address */
async function largeFile(installation: Installation, { url }: Api, key: string, contentId: number): Promise<string> {
  const body = new FormData();
  body.set('title', 'Large');
  body.set('file', await openAsBlob(fixturePath('faststart.mp4')), 'large.mp4');
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/api/ar-content/${contentId}/videos`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`The upload was answered with ${response.status}: ${await response.text()}`);
  const video = (await response.json()) as { id: number };
  const [row]: { video_path: string; base_path: string; storage_connection_id: number }[] = await installation
    .db('videos AS v')
    .join('storage_connections AS s', 's.id', 'v.storage_connection_id')
    .where('v.id', video.id)
    .select('v.video_path', 's.base_path', 'v.storage_connection_id');
  if (row === undefined) throw new Error('The upload has no row.');
  truncateSync(join(row.base_path, row.video_path), FILE_BYTES);
  return `${url}/media/${row.storage_connection_id}/${row.video_path}`;
}

/** Schedules of one company that rotate each second, until they are switched off. */
const everySecond =
  ({ db }: Installation): Attack =>
  async () => {
    const first = Date.now() + 4_000;
    const contents = await makeContents(
      db,
      Array.from({ length: SCHEDULES }, () => first),
      1,
    );
    await startWorkflows(db, contents);
    await delay(6_000);
    return async () => {
      const ids = contents.map(({ scheduleId }) => scheduleId);
      const { rows } = await db.raw<{ rows: { count: number }[] }>(
        'SELECT count(*)::int AS count FROM rotations WHERE schedule_id = ANY (?)',
        [ids],
      );
      await db('video_rotation_schedules')
        .whereIn('id', ids)
        .update({ is_active: false, next_rotation_at: null, next_video_id: null });
      await startWorkflows(db, contents);
      await delay(3_000);
      return { words: `${rows[0]?.count ?? 0} rotations of it were committed` };
    };
  };

/** A bulk over as many schedules as one may be about, from its dry run on, until it is cancelled. */
const aBulk =
  (installation: Installation, api: Api): Attack =>
  async () => {
    const due = Date.now() + DAY_MS;
    const contents = await makeContents(
      installation.db,
      Array.from({ length: BULK_SCHEDULES }, () => due),
    );
    const key = await api.keyOfOwner(contents[0]?.id ?? 0);
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const ask = async (method: string, path: string, body: object = {}): Promise<unknown> => {
      const response = await fetch(`${api.url}/api/bulk${path}`, {
        method,
        headers,
        ...(method === 'POST' && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    };
    const { token } = (await ask('POST', '', { dry_run: true, action: 'skip', filter: {} })) as { token: string };
    const { id } = (await ask('POST', '', { token })) as { id: number };
    return async () => {
      await ask('POST', `/${id}/cancel`);
      const { progress } = (await ask('GET', `/${id}`)) as { progress: { done: number; refused: number } };
      return { words: `${progress.done} schedules of ${BULK_SCHEDULES} edited, ${progress.refused} refused` };
    };
  };

/** Postgres stands still for a while, and goes on whatever happens. */
const hung =
  (installation: Installation): Attack =>
  async () => {
    await delay(1_000);
    const resume = installation.freezePostgres();
    const over = delay(HANG_MS).finally(resume);
    return async () => {
      await over;
      return { words: `it stood still for ${HANG_MS / 1_000} s` };
    };
  };

/** Everything that is tried, by name. */
export async function prepareAttacks(installation: Installation, api: Api): Promise<Record<string, Attack>> {
  const due = Date.now() + DAY_MS;
  const [dear, crowdedContent] = await makeContents(installation.db, [due, due]);
  if (!dear || !crowdedContent) throw new Error('Too few contents were made.');
  await makeDear(installation, dear);
  const key = await api.keyOfOwner(crowdedContent.id);
  const authorization = `Authorization: Bearer ${key}`;
  const file = await largeFile(installation, api, key, crowdedContent.id);
  const plan = `${api.url}/api/ar/${dear.uniqueId}/plan?hours=48`;
  const events = `${api.url}/api/ar/${dear.uniqueId}/events`;
  const streams = { kind: 'streams', url: events, count: STREAMS } as const;
  const slow = { count: SLOW_CLIENTS, addresses: 1 };
  const upload = `${api.url}/api/ar-content/${crowdedContent.id}/videos`;
  return {
    [`${PLAN_CLIENTS} clients ask for a dear plan`]: again(installation, PLAN_CLIENTS, 'GET', plan),
    [`${EDITS_AT_ONCE} edits of one content`]: again(
      installation,
      EDITS_AT_ONCE,
      'PUT',
      `${api.url}/api/ar-content/${crowdedContent.id}`,
      JSON.stringify({ title: 'Poster' }),
      'Content-Type: application/json',
      authorization,
    ),
    [`${STREAMS} event streams, one address`]: crowded(installation, [{ ...streams, addresses: 1 }]),
    [`${STREAMS} event streams, ${MANY_ADDRESSES} addresses`]: crowded(installation, [
      { ...streams, addresses: MANY_ADDRESSES },
    ]),
    [`${SLOW_CLIENTS} slow uploads, ${SLOW_CLIENTS} dripping readers`]: crowded(installation, [
      { ...slow, kind: 'readers', url: file },
      { ...slow, kind: 'senders', url: upload, headers: [authorization] },
    ]),
    [`a bulk over ${BULK_SCHEDULES} schedules`]: aBulk(installation, api),
    [HUNG]: hung(installation),
    // The last, as what it left undone takes a while.
    [`${SCHEDULES} schedules of one company, each second`]: everySecond(installation),
  };
}

/** Whoever needs Postgres then is told so; there are no commits to be in time. */
export const HUNG = `Postgres hangs for ${HANG_MS / 1_000} s`;
