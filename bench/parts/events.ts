import { latenessFigures, type Report } from '../report/figures.js';
import { makeContents } from '../support/contents.js';
import { withInstallation } from '../support/installation.js';
import { ofProgram } from '../support/programs.js';
import type { Bench } from '../support/rounds.js';
import { usageOf } from '../support/usage.js';

const DAY_MS = 86_400_000;

/** What the client tells of a change. */
interface Told {
  firstAt: number;
  lastAt: number;
  failed: number;
}

const now = (): number => performance.timeOrigin + performance.now();

/** `events`: many open streams in one process: the memory they take, and the time until all were told of a change. */
export function events(bench: Bench): Promise<Report> {
  const { pick, say } = bench;
  return withInstallation(bench, { temporal: false }, async (installation) => {
    const api = await installation.startApi();
    const [content] = await makeContents(installation.db, [Date.now() + DAY_MS]);
    if (content === undefined) throw new Error('No content was made.');
    const { uniqueId, videoIds } = content;
    const count = pick({ quick: 1_000, usual: 10_000, full: 10_000 });
    const before = usageOf(api.program.pid).bytes;
    say(`opening ${count} streams`);
    const url = `${api.url}/api/ar/${uniqueId}/events`;
    const client = await installation.startProgram('event-streams', ofProgram('event-streams', url, String(count)));
    await client.message<Told>(); // Each stream begins with the present state.
    const memoryKiB = (usageOf(api.program.pid).bytes - before) / 1024 / count;
    const lastMs: number[] = [];
    let failed = 0;
    for (let change = 0; change < pick({ quick: 5, usual: 20, full: 50 }); change += 1) {
      const startedAt = now();
      await api.request('POST', `/api/videos/${videoIds[change % 2 === 0 ? 1 : 0]}/activate`);
      const told = await client.message<Told>();
      lastMs.push(told.lastAt - startedAt);
      failed = told.failed;
    }
    return {
      figures: [
        { what: 'streams open in one process', unit: '', values: [count - failed], aim: { atLeast: count } },
        { what: 'memory for each stream', unit: 'KiB', values: [memoryKiB] },
        ...latenessFigures('from asking for an edit until all were told', lastMs),
      ],
      faults: { 'streams that broke': failed },
      plots: [],
      notes: [`${lastMs.length} changes; memory is what the resident set of the API process grew by`],
    };
  });
}
