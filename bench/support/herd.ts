import { faultsOf, readOurSwaps, type Due, type Swap } from '../peers/swaps.js';
import { quantile } from '../report/statistics.js';
import { makeContents, startWorkflows } from './contents.js';
import type { Installation } from './installation.js';
import { until } from './waiting.js';

/** So long before a herd its workflows are started, that all of them sleep when it comes. */
export const leadMs = (count: number): number => 5_000 + count * 30;

/** The workflows wake up this much before their instant. */
const WAKE_EARLY_MS = 2_500;

export interface Herd {
  /** The first instant of the herd. */
  firstDueAt: number;
  dues: Due[];
  swaps: Swap[];
  /** Whether every workflow was asleep before the herd came. */
  wereAsleep: boolean;
  faults: ReturnType<typeof faultsOf>;
}

/** How many workflows have looked at their plan and sleep. */
export async function countAsleep({ client }: Installation): Promise<number> {
  const query = `WorkflowType = 'rotationScheduleWorkflow' AND RotationStatus = 'running' AND ExecutionStatus = 'Running'`;
  return (await client.workflow.count(query)).count;
}

/**
 * Has our schedules come due and waits until all were carried out. A worker has to run.
 * @param offsets how long after the first instant each of them is due, in ms.
 */
export async function runOurs(
  installation: Installation,
  offsets: readonly number[],
  timeoutMs = 120_000,
): Promise<Herd> {
  const { db } = installation;
  const before = await countAsleep(installation);
  const firstDueAt = Date.now() + leadMs(offsets.length);
  const contents = await makeContents(
    db,
    offsets.map((offset) => firstDueAt + offset),
  );
  await startWorkflows(db, contents);
  const isAsleep = async (): Promise<boolean> => (await countAsleep(installation)) >= before + contents.length;
  const wereAsleep = await until(isAsleep, firstDueAt - WAKE_EARLY_MS - Date.now(), 500);
  const keys = new Set(contents.map(({ scheduleId }) => scheduleId));
  const read = async (): Promise<Swap[]> => (await readOurSwaps(db)).filter(({ key }) => keys.has(key));
  const lastDueAt = firstDueAt + Math.max(...offsets);
  await until(async () => (await read()).length >= contents.length, lastDueAt + timeoutMs - Date.now(), 500);
  const dues = contents.map(({ scheduleId, dueAt }) => ({ key: scheduleId, dueAt }));
  const swaps = await read();
  return { firstDueAt, dues, swaps, wereAsleep, faults: faultsOf(dues, swaps) };
}

export const latenessOf = (swaps: readonly Swap[]): number[] =>
  swaps.map(({ dueAt, committedAt }) => committedAt - dueAt);

/** The first quarter of a herd is passed over: workflows that wake up early have a start of their own. */
export const RATE_FROM = 0.25;

/** How many of a herd got done a second, by the instants (in ms) of a quarter of them and of the last. */
export const rateBetween = (count: number, quarterAt: number, lastAt: number): number =>
  (count * (1 - RATE_FROM) * 1_000) / (lastAt - quarterAt);

/** Rotations a second. */
export function rateOf({ swaps }: Herd): number {
  const instants = swaps.map(({ committedAt }) => committedAt);
  return rateBetween(swaps.length, quantile(instants, RATE_FROM), quantile(instants, 1));
}
