import { latenessBars, latenessFigures, type Report } from '../report/figures.js';
import { latenessOf, runOurs, type Herd } from '../support/herd.js';
import { withInstallation } from '../support/installation.js';
import type { Bench } from '../support/rounds.js';

const SECOND_MS = 1_000;

function drainSeconds({ firstDueAt, swaps }: Herd): number {
  return (Math.max(...swaps.map(({ committedAt }) => committedAt)) - firstDueAt) / 1_000;
}

/** `herd` (M3): many schedules that are due within one second. */
export function herd(bench: Bench): Promise<Report> {
  const { pick, say } = bench;
  return withInstallation(bench, { temporal: true }, async (installation) => {
    await installation.startWorker();
    const sizes = pick({ quick: [200], usual: [1_000], full: [1_000, 10_000] });
    const herds: [number, Herd][] = [];
    for (const size of sizes) {
      say(`${size} due in one second`);
      const offsets = Array.from({ length: size }, (_, n) => n % SECOND_MS);
      herds.push([size, await runOurs(installation, offsets, 600_000)]);
    }
    const sum = (what: keyof Herd['faults']): number =>
      herds.reduce((total, [, { faults }]) => total + faults[what], 0);
    return {
      figures: herds.flatMap(([size, found]) => [
        { what: `${size}: drain`, unit: 's', values: [drainSeconds(found)], aim: { atMost: Math.max(6, size / 167) } },
        ...latenessFigures(`${size}: commit lateness`, latenessOf(found.swaps)),
      ]),
      faults: { early: sum('early'), lost: sum('lost'), double: sum('double') },
      plots: [
        {
          title: 'How late the commits of a herd are (readers see each switch at its instant)',
          unit: 'ms',
          logarithmic: true,
          groups: herds.map(([size, { swaps }]) => latenessBars(`${size} due in one second`, latenessOf(swaps))),
        },
      ],
      notes: herds.map(
        ([size, { wereAsleep }]) => `${size}: ${wereAsleep ? 'all' : 'NOT all'} workflows were asleep before`,
      ),
    };
  });
}
