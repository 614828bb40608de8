import { latenessBars, latenessFigures, type Report } from '../report/figures.js';
import { makeContents, type BenchContent } from '../support/contents.js';
import { withInstallation, type Api } from '../support/installation.js';
import { Reader } from '../support/reader.js';
import type { Bench } from '../support/rounds.js';

const DAY_MS = 86_400_000;
/** Readers of the other process, so that it is asked well over a thousand times a second. */
const READERS = 3;
/** Nobody has waited so long for an edit. */
const GIVE_UP_MS = 5_000;

interface Edited {
  /** When the 2xx was there. */
  answeredAt: number;
  activeId: number;
}

async function activate({ request }: Api, videoId: number): Promise<Edited> {
  await request('POST', `/api/videos/${videoId}/activate`);
  return { answeredAt: performance.now(), activeId: videoId };
}

/** Reads until the new video is answered. @returns when the last old answer was there. */
async function lastOldAnswer(reader: Reader, uniqueId: string, newVideo: number): Promise<number> {
  const startedAt = performance.now();
  let oldAt = Number.NEGATIVE_INFINITY;
  while (performance.now() - startedAt < GIVE_UP_MS) {
    const { body, arrivedAt } = await reader.read(uniqueId);
    if (body.id === newVideo) return oldAt;
    oldAt = arrivedAt;
  }
  return Number.POSITIVE_INFINITY;
}

/** One edit: how long after its answer the other process went on with the old one, and what its own process said. */
async function measureEdit(
  api: Api,
  own: Reader,
  others: readonly Reader[],
  { uniqueId }: BenchContent,
  videoId: number,
): Promise<{ lagMs: number; stale: number }> {
  const oldAnswers = Promise.all(others.map((reader) => lastOldAnswer(reader, uniqueId, videoId)));
  const { answeredAt } = await activate(api, videoId);
  const { body } = await own.read(uniqueId);
  const lagMs = Math.max(...(await oldAnswers)) - answeredAt;
  return { lagMs: Math.max(0, lagMs), stale: body.id === videoId ? 0 : 1 };
}

/** `edits` (M2): from the 2xx of an edit to the last old answer of another API process. */
export function edits(bench: Bench): Promise<Report> {
  const { pick, say } = bench;
  return withInstallation(bench, { temporal: false }, async (installation) => {
    const [api, other] = [await installation.startApi(), await installation.startApi('api-2')];
    const [content] = await makeContents(installation.db, [Date.now() + DAY_MS]);
    if (content === undefined) throw new Error('No content was made.');
    const own = new Reader(api.url);
    const others = Array.from({ length: READERS }, () => new Reader(other.url));
    const count = pick({ quick: 50, usual: 500, full: 2_000 });
    const lagsMs: number[] = [];
    let stale = 0;
    say(`${count} edits`);
    for (let edit = 0; edit < count; edit += 1) {
      const found = await measureEdit(api, own, others, content, content.videoIds[edit % 2 === 0 ? 1 : 0]);
      lagsMs.push(found.lagMs);
      stale += found.stale;
    }
    for (const reader of [own, ...others]) reader.close();
    return {
      figures: latenessFigures('last old answer of another process', lagsMs, { p99: { atMost: 20 } }),
      faults: {
        'stale in the process that took the edit': stale,
        'never seen by the other process': lagsMs.filter((lagMs) => lagMs === Number.POSITIVE_INFINITY).length,
      },
      plots: [
        {
          title: 'How long another process goes on with the old answer after an edit was answered',
          unit: 'ms',
          groups: [latenessBars('', lagsMs)],
        },
      ],
      notes: [`${count} activations; 0: the other process knew before the client had its answer`],
    };
  });
}
