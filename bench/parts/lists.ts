import type { Figure, Report } from '../report/figures.js';
import type { Id } from '../../src/domain/scalars.js';
import { timeConsolePage } from '../support/console-page.js';
import { makeCompany, makeContents } from '../support/contents.js';
import { withInstallation } from '../support/installation.js';
import { inTurn, type Bench } from '../support/rounds.js';

const DAY_MS = 86_400_000;
const AT_ONCE = 5_000;

/** What a page of the console asks for, by what it is. */
const ASKED: Record<string, string> = {
  'the newest': 'sort=-id',
  'with live, next, badges and count': 'sort=-id&include=live,next,badges,count',
  'by title': 'sort=title&include=live,next,badges,count',
  'the next switches': 'sort=next_step_at&include=live,next,badges,count',
  'a word of all titles': 'q=portrait&include=live,next,badges,count',
  'a word of few titles': 'q=portrait%20777&include=live,next,badges,count',
  'a word of no title': 'q=poster&include=live,next,badges,count',
  'what is late': 'state=late&include=live,next,badges,count',
};

/** Pages of the console: the first one with rows, and the one that tells what needs somebody, all sections of it. */
const pagesOf = (companyId: Id) => [
  { what: 'on the screen, in the console', path: `/c/${companyId}/contents`, selector: '[data-id]', atMost: 300 },
  {
    what: 'today, in the console',
    path: `/c/${companyId}/today`,
    selector: 'main:not(:has([aria-busy="true"])):has(#switches):has(#changes)',
    atMost: 500,
  },
];

/** `lists`: how long a page of fifty takes where a company has 100,000 contents, each with two videos and a schedule. */
export function lists(bench: Bench): Promise<Report> {
  const { pick, say } = bench;
  return withInstallation(bench, { temporal: false }, async (installation) => {
    const { db } = installation;
    const count = pick({ quick: 20_000, usual: 100_000, full: 100_000 });
    say(`${count} contents`);
    const companyId = await makeCompany(db);
    let first = 0;
    for (let made = 0; made < count; made += AT_ONCE) {
      const dues = Array.from({ length: AT_ONCE }, (_, n) => Date.now() + DAY_MS + (made + n) * 1_000);
      first ||= (await makeContents(db, dues, undefined, companyId))[0]?.id ?? 0;
    }
    await db.raw('ANALYZE');
    const api = await installation.startApi();
    const key = await api.keyOfOwner(first);
    const request = api.asKey(key);
    const ask = (query: string) => async (): Promise<number> => {
      const startedAt = performance.now();
      await request('GET', `/api/ar-content?limit=50&${query}`);
      return performance.now() - startedAt;
    };
    const contestants = Object.fromEntries(Object.entries(ASKED).map(([what, query]) => [what, ask(query)]));
    await inTurn(5, contestants); // The first ones read from the disk.
    const took = await inTurn(pick({ quick: 10, usual: 50, full: 200 }), contestants);
    const figures = Object.entries(took).map(([what, values]): Figure => ({
      what,
      unit: 'ms',
      values,
      aim: { atMost: 50 },
    }));
    // A browser signs in where the service is reached, which is not the address that the others are told.
    const reached = await installation.startApi('console', { PUBLIC_BASE_URL: '' });
    const rounds = pick({ quick: 5, usual: 20, full: 50 });
    for (const { what, atMost, ...page } of pagesOf(companyId)) {
      const values = await timeConsolePage(reached, { ...page, key, rounds });
      if (values !== null) figures.push({ what, unit: 'ms', values, aim: { atMost } });
    }
    return { figures, faults: {}, plots: [], notes: [`fifty of ${count} contents, by one client`] };
  });
}
