import type { Figure, Report } from '../report/figures.js';
import { ratio } from '../report/figures.js';
import { median } from '../report/statistics.js';
import { makeContents, type BenchContent } from '../support/contents.js';
import { withInstallation, type Api, type Installation } from '../support/installation.js';
import { inTurn, type Bench } from '../support/rounds.js';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
/** What the crowded content has beside its own schedule. */
const SCHEDULES = 9;
const OVERRIDES = 10;

const iso = (at: number): string => new Date(at).toISOString();

/** Gives a content nine more schedules, five of which leave out the days of two calendars, and ten overrides to come. */
async function crowd({ request }: Api, { db }: Installation, { id, videoIds }: BenchContent): Promise<void> {
  const [{ company_id }] = (await db('ar_content').where({ id }).select('company_id')) as [{ company_id: number }];
  const calendars: number[] = [];
  for (const [name, rrule] of [
    ['Mondays', 'FREQ=WEEKLY;BYDAY=MO'],
    ['Firsts', 'FREQ=MONTHLY;BYMONTHDAY=1'],
  ]) {
    const made = await request('POST', '/api/calendars', {
      company_id,
      name,
      days: [{ rrule, starts_on: '2026-01-01' }],
    });
    calendars.push((made as { id: number }).id);
  }
  for (let n = 0; n < SCHEDULES; n += 1) {
    const calendar = n < 5 ? { calendar_id: calendars[n % 2], calendar_mode: 'exclude' } : {};
    const rule = { rotation_type: 'daily', time_of_day: `0${n}:30`, time_zone: 'Europe/Berlin' };
    await request('POST', `/api/ar-content/${id}/rotation`, { ...rule, ...calendar, video_sequence: videoIds });
  }
  for (let n = 0; n < OVERRIDES; n += 1) {
    const from = Date.now() + (n + 1) * DAY_MS;
    const bounds = { starts_at: iso(from), ends_at: iso(from + 3_600_000) };
    await request('POST', `/api/ar-content/${id}/overrides`, { ...bounds, video_id: videoIds[0] });
  }
}

/** How long an edit of a content takes, in ms: the median of several. */
async function timeEdits({ request }: Api, { videoIds }: BenchContent, count: number): Promise<number> {
  const tookMs: number[] = [];
  for (let edit = 0; edit < count; edit += 1) {
    const startedAt = performance.now();
    await request('PUT', `/api/videos/${videoIds[0]}`, { title: `Spring ${edit}` });
    tookMs.push(performance.now() - startedAt);
  }
  return median(tookMs);
}

/** A year of the timeline of a content with a slot each hour: how long each answer took, until all of it was told. */
async function timeYear({ request }: Api, { id }: BenchContent, from: number): Promise<number[]> {
  const tookMs: number[] = [];
  for (let reaches = from; reaches < from + YEAR_MS;) {
    const startedAt = performance.now();
    const path = `/api/ar-content/${id}/timeline?resolution=day&from=${iso(reaches)}&to=${iso(from + YEAR_MS)}`;
    const told = (await request('GET', path)) as { reaches: string };
    tookMs.push(performance.now() - startedAt);
    reaches = Date.parse(told.reaches);
  }
  return tookMs;
}

async function measureYears(api: Api, hourly: BenchContent, rounds: number): Promise<Figure[]> {
  const { request } = api;
  const rule = { rotation_type: 'cron', cron_expression: '0 * * * *', time_zone: 'America/New_York' };
  await request('POST', `/api/ar-content/${hourly.id}/rotation`, { ...rule, video_sequence: hourly.videoIds });
  const years: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    // What was computed for the state before is not used again.
    await request('PUT', `/api/videos/${hourly.videoIds[0]}`, { title: `Spring ${round}` });
    years.push(await timeYear(api, hourly, Date.now()));
  }
  return [
    { what: 'a year of hours: answers', unit: '', values: years.map(({ length }) => length), aim: { atMost: 2 } },
    { what: 'a year of hours: the longest answer', unit: 'ms', values: years.map((tookMs) => Math.max(...tookMs)) },
  ];
}

/** `costs`: what schedules, overrides and calendars add to an edit, and what it takes to look a year ahead. */
export function costs(bench: Bench): Promise<Report> {
  const { pick, say } = bench;
  return withInstallation(bench, { temporal: false }, async (installation) => {
    const api = await installation.startApi();
    const due = Date.now() + DAY_MS;
    const [plain, crowded, hourly] = await makeContents(installation.db, [due, due, due]);
    if (!plain || !crowded || !hourly) throw new Error('Too few contents were made.');
    await crowd(api, installation, crowded);
    const count = pick({ quick: 30, usual: 100, full: 300 });
    const rounds = pick({ quick: 3, usual: 7, full: 15 });
    say(`${rounds} times ${count} edits`);
    const edit = await inTurn(rounds, {
      plain: () => timeEdits(api, plain, count),
      crowded: () => timeEdits(api, crowded, count),
    });
    say(`${rounds} years`);
    return {
      figures: [
        { what: 'an edit of a content with one schedule', unit: 'ms', values: edit.plain },
        { what: 'with ten, ten overrides and two calendars', unit: 'ms', values: edit.crowded },
        ratio('the same, beside one schedule', edit.crowded, edit.plain, { atMost: 1.5 }),
        ...(await measureYears(api, hourly, rounds)),
      ],
      faults: {},
      plots: [],
      notes: ['edits: the title of a video, by one client; a year: by days, all answers one after the other'],
    };
  });
}
