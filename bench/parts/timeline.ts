import type { Figure, Report } from '../report/figures.js';
import { timeConsoleYear } from '../support/console-timeline.js';
import { makeCompany, makeContents } from '../support/contents.js';
import { withInstallation } from '../support/installation.js';
import type { Bench } from '../support/rounds.js';

const HOUR_S = 3_600;
/** By what is drawn: the second is as much as one answer tells. */
const EVERY_S: Record<string, number> = {
  'a year of 730 switches': 12 * HOUR_S,
  'a year of 1,947 switches': 4.5 * HOUR_S,
};

/** `timeline`: how long the console takes to draw a year of a content, from the answer of the service on. */
export function timeline(bench: Bench): Promise<Report> {
  const { pick } = bench;
  return withInstallation(bench, { temporal: false }, async (installation) => {
    const { db } = installation;
    const companyId = await makeCompany(db);
    // A browser signs in where the service is reached, which is not the address that others are told.
    const api = await installation.startApi('console', { PUBLIC_BASE_URL: '' });
    const figures: Figure[] = [];
    for (const [what, everyS] of Object.entries(EVERY_S)) {
      const [content] = await makeContents(db, [Date.now() + 60_000], everyS, companyId);
      if (content === undefined) throw new Error('No content was made.');
      const key = await api.keyOfOwner(content.id);
      const rounds = pick({ quick: 5, usual: 20, full: 50 });
      const values = await timeConsoleYear(api, { companyId, contentId: content.id, key, rounds });
      if (values !== null) figures.push({ what, unit: 'ms', values, aim: { atMost: 200 } });
    }
    return { figures, faults: {}, plots: [], notes: ['from the last answer until it was painted, in the console'] };
  });
}
