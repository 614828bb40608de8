import type { Figure, Report } from '../report/figures.js';
import { summarize } from '../report/statistics.js';
import { makeContents, type BenchContent } from '../support/contents.js';
import { withInstallation, type Api, type Installation } from '../support/installation.js';
import { loadSteadily } from '../support/load.js';
import type { Bench } from '../support/rounds.js';

const DAY_MS = 86_400_000;
const READS_PER_SECOND = 2_000;
const PLAN_CLIENTS = 16;
const DEAR_SCHEDULES = 50;
const EDITS_AT_ONCE = 200;

/** What outsiders do to an API process until they are told to stop. */
type Attack = (signal: AbortSignal) => Promise<unknown>;

/** Does it again and again, so many times at once; refusals are part of it. */
const again =
  (atOnce: number, once: () => Promise<unknown>): Attack =>
  (signal) =>
    Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (!signal.aborted) await once().catch(() => undefined);
      }),
    );

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

/** What readers and editors of other contents notice meanwhile, p99 in ms. */
async function measure(
  installation: Installation,
  api: Api,
  [read, edited]: [BenchContent, BenchContent],
  { attack, seconds }: { attack: Attack | null; seconds: number },
): Promise<{ readMs: number; editMs: number }> {
  const stop = new AbortController();
  const attacking = attack?.(stop.signal);
  const editMs: number[] = [];
  const editing = again(1, async () => {
    const startedAt = performance.now();
    await api.request('PUT', `/api/ar-content/${edited.id}`, { title: 'Poster' });
    editMs.push(performance.now() - startedAt);
  })(stop.signal);
  const target = { pid: api.program.pid, url: `${api.url}/api/ar/${read.uniqueId}/active-video` };
  const { p99 } = await loadSteadily(installation.dataDir, target, READS_PER_SECOND, seconds);
  stop.abort();
  await Promise.all([attacking, editing]);
  return { readMs: p99, editMs: summarize(editMs).p99 };
}

function figuresOf(what: string, found: { readMs: number; editMs: number }, quiet: typeof found): Figure[] {
  return [
    { what: `reads, p99, ${what}`, unit: 'ms', values: [found.readMs] },
    {
      what: `reads, p99, ${what}, beside quiet`,
      unit: '',
      values: [found.readMs / quiet.readMs],
      aim: { atMost: 1.2 },
    },
    { what: `edits, p99, ${what}`, unit: 'ms', values: [found.editMs] },
    { what: `edits, p99, ${what}, beside quiet`, unit: '', values: [found.editMs / quiet.editMs], aim: { atMost: 2 } },
  ];
}

/** `outsiders`: what readers and editors notice while somebody else does the worst that the limits allow. */
export function outsiders(bench: Bench): Promise<Report> {
  const { pick, say } = bench;
  const seconds = pick({ quick: 5, usual: 15, full: 60 });
  return withInstallation(bench, { temporal: false }, async (installation) => {
    const api = await installation.startApi();
    const due = Date.now() + DAY_MS;
    const [read, edited, dear, crowded] = await makeContents(installation.db, [due, due, due, due]);
    if (!read || !edited || !dear || !crowded) throw new Error('Too few contents were made.');
    await makeDear(installation, dear);
    const plan = `${api.url}/api/ar/${dear.uniqueId}/plan?hours=48`;
    const attacks: Record<string, Attack | null> = {
      quiet: null,
      [`${PLAN_CLIENTS} clients ask for a dear plan`]: again(PLAN_CLIENTS, async () =>
        (await fetch(plan)).arrayBuffer(),
      ),
      [`${EDITS_AT_ONCE} edits of one content`]: again(EDITS_AT_ONCE, () =>
        api.request('PUT', `/api/ar-content/${crowded.id}`, { title: 'Poster' }),
      ),
    };
    const found: Record<string, { readMs: number; editMs: number }> = {};
    for (const [what, attack] of Object.entries(attacks)) {
      say(what);
      found[what] = await measure(installation, api, [read, edited], { attack, seconds });
    }
    const { quiet, ...others } = found;
    if (quiet === undefined) throw new Error('The quiet figures are missing.');
    return {
      figures: [
        { what: 'reads, p99, quiet', unit: 'ms', values: [quiet.readMs] },
        { what: 'edits, p99, quiet', unit: 'ms', values: [quiet.editMs] },
        ...Object.entries(others).flatMap(([what, figures]) => figuresOf(what, figures, quiet)),
      ],
      faults: {},
      plots: [],
      notes: [`${READS_PER_SECOND} reads a second of another content; clients and server share the machine`],
    };
  });
}
