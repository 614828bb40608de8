import type { Aim, Figure, Report } from '../report/figures.js';
import { prepareAttacks, HUNG, type Attack } from '../support/attacks.js';
import { withInstallation } from '../support/installation.js';
import { Onlookers, type Noticed } from '../support/onlookers.js';
import type { Bench } from '../support/rounds.js';

/** What others may notice, beside what they notice when it is quiet. */
const AIMS: Record<'readMs' | 'editMs' | 'commitMs', { what: string; atMost: number }> = {
  readMs: { what: 'reads', atMost: 1.2 },
  editMs: { what: 'edits', atMost: 2 },
  commitMs: { what: 'commits', atMost: 2 },
};
/** An edit is answered by then, with a refusal if Postgres does not answer. */
const ANSWERED: Aim = { atMost: 5_000 };

interface Tried {
  quiet: Noticed;
  attacked: Noticed;
  words: string;
}

async function attempt(onlookers: Onlookers, attack: Attack, seconds: number): Promise<Tried> {
  const quiet = await onlookers.notice(seconds);
  const end = await attack();
  const attacked = await onlookers.notice(seconds).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  const { words } = await end();
  return { quiet, attacked, words };
}

function figuresOf(what: string, { quiet, attacked }: Tried): Figure[] {
  return (Object.keys(AIMS) as (keyof typeof AIMS)[]).flatMap((field) => {
    const { what: whose, atMost } = AIMS[field];
    const name = `${what}: ${whose}, p99`;
    const isStopped = what === HUNG && field !== 'readMs';
    const beside = {
      what: `${name}, beside quiet`,
      unit: '',
      values: [attacked[field] / quiet[field]],
      aim: { atMost },
    };
    return [
      { what: `${name}, quiet`, unit: 'ms', values: [quiet[field]] },
      { what: name, unit: 'ms', values: [attacked[field]], ...(isStopped && field === 'editMs' && { aim: ANSWERED }) },
      ...(isStopped ? [] : [beside]),
    ];
  });
}

/** `outsiders`: what others notice while somebody does the worst that the limits allow, and while Postgres hangs. */
export function outsiders(bench: Bench): Promise<Report> {
  const { pick, say } = bench;
  const seconds = pick({ quick: 5, usual: 12, full: 60 });
  return withInstallation(bench, { temporal: true }, async (installation) => {
    // With the limits as they are shipped: they are what is tried.
    const api = await installation.startApi('api', {});
    await installation.startWorker();
    const onlookers = new Onlookers(installation, api);
    await onlookers.begin();
    const tried: Record<string, Tried> = {};
    for (const [what, attack] of Object.entries(await prepareAttacks(installation, api))) {
      say(what);
      tried[what] = await attempt(onlookers, attack, seconds);
    }
    return {
      figures: Object.entries(tried).flatMap(([what, found]) => figuresOf(what, found)),
      faults: { 'reads refused': Object.values(tried).reduce((sum, { attacked }) => sum + attacked.refusedReads, 0) },
      plots: [],
      notes: [
        'others: 1,000 reads a second of one content, one editor, ten schedules that rotate each second; quiet: the same, right before',
        ...Object.entries(tried).map(
          ([what, { words, attacked }]) => `${what}: ${words}; ${attacked.refusedEdits} edits of others refused`,
        ),
        'clients, service, Postgres and Temporal share the machine',
      ],
    };
  });
}
