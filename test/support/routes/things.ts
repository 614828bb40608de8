import { randomUUID } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Database } from '../../../src/db/database.js';
import type { Id, Instant } from '../../../src/domain/scalars.js';
import type { TestApi } from '../api.js';
import { insertCompany, insertContent, insertVideo } from '../builders.js';

const DAY_MS = 24 * 3_600_000;

/** One company with something of every kind that a route can name: its rows are those that another must never see. */
export interface Things {
  company: Id;
  project: Id;
  /** Shows a video by a schedule, and has a history. */
  content: Id;
  uniqueId: string;
  /** Ready, and named by nothing. */
  video: Id;
  /** Ready, with a file. */
  stored: Id;
  /** Begun as a direct upload; its file is there. */
  uploading: Id;
  schedule: Id;
  /** Begins in a month. */
  override: Id;
  /** Goes live in a month. */
  release: Id;
  /** Live for a minute. */
  liveRelease: Id;
  /** Under way: pauses the schedule. */
  bulk: Id;
  /** What both show a video in. */
  releasedContent: Id;
  /** Of no use to anything. */
  daypart: Id;
  calendar: Id;
  webhook: Id;
  failingWebhook: Id;
  /** A content that is deleted; its history is not. */
  deletedContent: Id;
  /** What its uploads go to: a folder of its own. */
  store: Id;
  /** Nothing lies there. */
  connection: Id;
  /** A bucket that nobody needs to reach: addresses are signed without it. */
  bucket: Id;
  apiKey: Id;
  /** Invited; the link is open. */
  person: Id;
  /** Pending. */
  move: Id;
  failedMove: Id;
  /** A row of the audit log. */
  auditEntry: Id;
  /** A resumable upload without a byte. */
  upload: string;
}

/** What the things are made with. */
export interface ThingMakers {
  api: TestApi;
  db: Database;
  now: () => Instant;
}

type Insert = (table: string, row: object) => Promise<Id>;

/** Makes a company and something of every kind. */
export async function makeThings({ api, db, now }: ThingMakers): Promise<Things> {
  const insert: Insert = async (table, row) => {
    const [made] = await db(table).insert(row).returning<{ id: Id }[]>('id');
    return made?.id ?? Number.NaN;
  };
  const { id: company } = await insertCompany(db);
  const connections = await makeConnections(insert, api, company);
  await db('companies').where('id', company).update({ storage_connection_id: connections.store });
  const aHash = (): Buffer => Buffer.from(randomUUID().replaceAll('-', ''));
  const key = { company_id: company, role: 'viewer' };
  const link = { link_hash: aHash(), link_expires_at: new Date(now() + DAY_MS) };
  const [contents, project, apiKey, person, moves, releases] = await Promise.all([
    makeContents({ api, db, now }, insert, company, connections.store),
    insert('projects', { company_id: company, name: 'Spring' }),
    insert('api_keys', { ...key, name: 'Screen', key_hash: aHash() }),
    insert('api_keys', { ...key, ...link, name: 'Ada', is_person: true, key_hash: aHash() }),
    makeMoves({ api, db, now }, insert, company, connections),
    makeReleases({ api, db, now }, insert, company),
  ]);
  const begun = await api.call('POST', `/api/ar-content/${contents.content}/videos/resumable`, {
    headers: { 'tus-resumable': '1.0.0', 'upload-length': '1000' },
  });
  const upload = String(begun.headers.get('location')).slice(-36);
  const { id: calendar } = await api.expect(201, 'POST', '/api/calendars', {
    body: { company_id: company, name: 'Holidays', days: [{ yearly: '12-25' }] },
  });
  const { id: daypart } = await api.expect(201, 'POST', '/api/dayparts', {
    body: { company_id: company, name: 'Morning', hours: [{ days: [1], from: '08:00', to: '12:00' }] },
  });
  const [entry] = await db('audit_log').where('company_id', company).max<{ max: Id }[]>('id');
  const auditEntry = entry?.max ?? Number.NaN;
  const made = { ...contents, ...connections, ...moves, ...releases, ...(await makeWebhooks(insert, api, company)) };
  const bulk = await makeBulk(insert, company, contents);
  return { company, project, calendar, daypart, bulk, ...made, apiKey, person, auditEntry, upload };
}

async function makeWebhooks(insert: Insert, api: TestApi, company: Id) {
  const secret = api.deps.media.sealCredentials({ secret: 'whsec_c2VjcmV0' });
  const given = { company_id: company, url: 'https://hooks.example.com/', events: ['video.ready'], secret };
  const failing = { status: 'failing', failing_reason: 'The endpoint answered 410.', failing_at: new Date() };
  const [webhook, failingWebhook] = [
    await insert('webhooks', given),
    await insert('webhooks', { ...given, ...failing }),
  ];
  return { webhook, failingWebhook };
}

async function makeBulk(insert: Insert, company: Id, { content, schedule }: { content: Id; schedule: Id }) {
  const token_hash = Buffer.from(randomUUID().replaceAll('-', ''));
  const said = { company_id: company, action: 'pause', filter: '{}', actor: 'key:1', total: 1, token_hash };
  const bulk_id = await insert('bulks', said);
  await insert('bulk_items', { bulk_id, schedule_id: schedule, ar_content_id: content });
  return bulk_id;
}

async function makeConnections(insert: Insert, api: TestApi, company: Id) {
  const local = async (name: string): Promise<Id> => {
    const base_path = join(api.mediaDir, String(company), name);
    await api.deps.media.prepareFolder(base_path);
    return insert('storage_connections', { company_id: company, name, provider: 'local', base_path });
  };
  const credentials = { access_key_id: 'a', secret_access_key: 'b' };
  const bucket = {
    company_id: company,
    name: 'bucket',
    provider: 's3',
    settings: { bucket: 'videos', region: 'us-east-1', force_path_style: false, prefix: '', delivery: 'redirect' },
    credentials: api.deps.media.sealCredentials(credentials),
  };
  const made = [local('store'), local('spare'), insert('storage_connections', bucket)] as const;
  const [store, connection, bucketId] = await Promise.all(made);
  return { store, connection, bucket: bucketId };
}

async function makeContents({ api, db, now }: ThingMakers, insert: Insert, company: Id, store: Id) {
  const [settled_at, old] = [now(), now() - 2 * DAY_MS];
  const { id: content, unique_id: uniqueId } = await insertContent(db, { company_id: company, settled_at });
  const fileIn = async (name: string) => {
    const path = `videos/${content}/${name}.mp4`;
    await writeInto(join(api.mediaDir, String(company), 'store', path), 'four');
    return { storage_connection_id: store, video_path: path, size_bytes: 4 };
  };
  const shown: Id[] = [];
  for (const title of ['Spring', 'Summer']) shown.push((await insertVideo(db, content, { title })).id);
  const { id: video } = await insertVideo(db, content, { created_at: old, title: 'Unused' });
  const begun = { status: 'uploading', ...(await fileIn('begun')) } as const;
  const { id: uploading } = await insertVideo(db, content, { ...begun, title: 'Begun' });
  const { id: stored } = await insertVideo(db, content, { ...(await fileIn('stored')), title: 'Stored' });
  const plan = { rotation_type: 'daily', time_of_day: '09:00', video_sequence: shown };
  const { id: schedule } = await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body: plan });
  await api.expect(200, 'POST', `/api/rotation/${schedule}/rotate-now`);
  const coming = { video_id: shown[0], starts_at: new Date(now() + 30 * DAY_MS).toISOString() };
  const { id: override } = await api.expect(201, 'POST', `/api/ar-content/${content}/overrides`, { body: coming });
  const { id: deletedContent } = await insertContent(db, { company_id: company, settled_at });
  await insert('rotations', {
    company_id: company,
    ar_content_id: deletedContent,
    due_at: db.fn.now(3),
    applied_at: db.fn.now(3),
    cause: 'manual',
    actor: 'key:1',
  });
  await db('ar_content').where('id', deletedContent).del();
  return { content, uniqueId, video, stored, uploading, schedule, override, deletedContent };
}

async function makeReleases({ db, now }: ThingMakers, insert: Insert, company: Id) {
  const { id: ar_content_id } = await insertContent(db, { company_id: company, settled_at: now() });
  const { id: video_id } = await insertVideo(db, ar_content_id);
  const make = async (name: string, at: Instant): Promise<Id> => {
    const live_at = new Date(at).toISOString();
    const items = JSON.stringify([{ ar_content_id, video_id }]);
    const release_id = await insert('releases', { company_id: company, name, live_at, items });
    await insert('overrides', { ar_content_id, video_id, starts_at: live_at, release_id });
    return release_id;
  };
  const release = await make('Coming', now() + 30 * DAY_MS);
  return { release, liveRelease: await make('Live', now() - 60_000), releasedContent: ar_content_id };
}

async function makeMoves({ db, now }: ThingMakers, insert: Insert, company: Id, to: { store: Id; connection: Id }) {
  const make = async (given: object): Promise<Id> => {
    const { id } = await insertContent(db, { company_id: company, settled_at: now() });
    const place = { company_id: company, ar_content_id: id, to_connection_id: to.store };
    return insert('storage_moves', { ...place, ...given });
  };
  const failure = { status: 'failed', failure_code: 'gave_up', failure_reason: 'it was too long' };
  const [move, failedMove] = await Promise.all([make({}), make(failure)]);
  return { move, failedMove };
}

async function writeInto(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Leaves a file that nothing names in the company's spare folder, two days old. */
export async function leaveOrphan({ api, now }: ThingMakers, { company, content }: Things): Promise<void> {
  const path = join(api.mediaDir, String(company), 'spare', 'videos', String(content), `${randomUUID()}.mp4`);
  await writeInto(path, 'nobody names it');
  const old = new Date(now() - 2 * DAY_MS);
  await utimes(path, old, old);
}
