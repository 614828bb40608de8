import type { Database } from '../../src/db/database.js';
import type { Id } from '../../src/domain/scalars.js';
import type { TestApi } from '../support/api.js';
import { insertContent, insertManyContents, insertVideo, NOON } from '../support/builders.js';
import { makeFollowed } from '../support/followed.js';

const LONG_TITLE =
  'Портрет неизвестной дамы с горностаем, перенесённый с доски на холст и реставрированный после наводнения';

const FAILED = {
  status: 'failed',
  failure_code: 'broken',
  failure_reason: 'The file is broken.',
  video_url: null,
  video_path: null,
} as const;

/** What the pictures show, the same each time: a content that rotates, and others with what wants attention. */
export interface Gallery {
  company: Id;
  /** One without anything. */
  emptyCompany: Id;
  /** One with 10,000 contents. */
  largeCompany: Id;
  content: Id;
  schedule: Id;
  video: Id;
}

/** Makes it through the API, but for the video that failed. */
export async function makeGallery(api: TestApi, db: Database): Promise<Gallery> {
  const { id: content, videos } = await makeFollowed(api, db, ['Spring', 'Summer', 'Autumn']);
  const { company_id } = await api.expect(200, 'GET', `/api/ar-content/${content}`);
  const company = Number(company_id);
  const video_sequence = videos.map(({ id }) => id);
  const daily = { rotation_type: 'daily', time_of_day: '09:00', time_zone: 'Europe/Berlin', video_sequence };
  const rotation = `/api/ar-content/${content}/rotation`;
  const { id: schedule } = await api.expect(201, 'POST', rotation, { body: daily });
  const weekly = { ...daily, rotation_type: 'weekly', day_of_week: 6, time_of_day: '02:30' };
  const { id: paused } = await api.expect(201, 'POST', rotation, { body: weekly });
  await api.expect(200, 'POST', `/api/rotation/${paused}/pause`, { body: { note: 'Until the frame is mended' } });
  await insertContent(db, { company_id: company, title: LONG_TITLE });
  await insertContent(db, { company_id: company, title: 'Poster that is inactive', is_active: false });
  const failed = await insertContent(db, { company_id: company, title: 'Poster with a video that failed' });
  await insertVideo(db, failed.id, { title: 'Winter', ...FAILED });
  const { id: emptyCompany } = await api.expect(201, 'POST', '/api/companies', { body: { name: 'Gallery' } });
  const { id: largeCompany } = await api.expect(201, 'POST', '/api/companies', { body: { name: 'Railways' } });
  await insertManyContents(db, largeCompany, 10_000, NOON);
  return { company, emptyCompany, largeCompany, content, schedule, video: videos[0]?.id ?? 0 };
}

/** The pages that are pictured: what each shows, and its address below `/console`. */
export function pagesOf({
  company,
  emptyCompany,
  largeCompany,
  content,
  schedule,
  video,
}: Gallery): Record<string, string> {
  const [own, one] = [`/c/${company}`, `/c/${company}/contents/${content}`];
  return {
    companies: '/?choose',
    today: `${own}/today`,
    'today-large': `/c/${largeCompany}/today`,
    'today-empty': `/c/${emptyCompany}/today`,
    contents: `${own}/contents`,
    'contents-large': `/c/${largeCompany}/contents`,
    'contents-empty': `/c/${emptyCompany}/contents`,
    'new-content': `${own}/contents/new`,
    content: one,
    settings: `${one}/settings`,
    timeline: `${one}/timeline?range=week`,
    'timeline-table': `${one}/timeline?range=week&view=table`,
    videos: `${one}/videos`,
    video: `${one}/videos/${video}`,
    'new-schedule': `${one}/schedules/new`,
    schedule: `${one}/schedules/${schedule}`,
  };
}

/** Those of which another picture is taken, of how they stand when the connection is lost. */
export const LOST: ReadonlySet<string> = new Set(['today', 'contents', 'content', 'timeline', 'videos', 'schedule']);
