import type { Report } from '../report/figures.js';
import { makeContents } from '../support/contents.js';
import { withInstallation } from '../support/installation.js';
import type { Bench } from '../support/rounds.js';

const DAY_MS = 86_400_000;
const CONTENTS = 1_000;

/** `releases`: how long a release of 1,000 contents takes to be made, changed and cancelled, beside their schedules. */
export function releases(bench: Bench): Promise<Report> {
  const { pick, say } = bench;
  return withInstallation(bench, { temporal: false }, async (installation) => {
    const api = await installation.startApi();
    const contents = await makeContents(installation.db, Array<number>(CONTENTS).fill(Date.now() + DAY_MS));
    const [first] = contents;
    if (first === undefined) throw new Error('No content was made.');
    const request = api.asKey(await api.keyOfOwner(first.id));
    const items = contents.map(({ id, videoIds }) => ({ ar_content_id: id, video_id: videoIds[1] }));
    const times: Record<'POST' | 'PUT' | 'DELETE', number[]> = { POST: [], PUT: [], DELETE: [] };
    const measure = async (method: keyof typeof times, path: string, body?: object): Promise<unknown> => {
      const startedAt = performance.now();
      const answer = await request(method, path, body);
      times[method].push(performance.now() - startedAt);
      return answer;
    };
    const rounds = pick({ quick: 2, usual: 10, full: 30 });
    say(`${rounds} releases of ${CONTENTS} contents`);
    for (let round = 0; round < rounds; round += 1) {
      const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
      const body = { name: `Release ${round}`, at: at(2), items };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a release, as the API answers it
      const { id } = (await measure('POST', '/api/releases', body)) as { id: number };
      await measure('PUT', `/api/releases/${id}`, { at: at(3) });
      await measure('DELETE', `/api/releases/${id}`);
    }
    const aim = { atMost: 2_000 };
    return {
      figures: Object.entries(times).map(([method, values]) => ({
        what: `${method} of a release of ${CONTENTS} contents`,
        unit: 'ms',
        values,
        aim,
      })),
      faults: {},
      plots: [],
      notes: ['each content has a schedule and two videos'],
    };
  });
}
