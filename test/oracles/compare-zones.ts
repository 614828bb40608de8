import type { Database } from '../../src/db/database.js';
import { segmentAt } from '../../src/domain/recurrence/time-zone.js';
import type { Instant } from '../../src/domain/scalars.js';
import { anInstant, Dice, ZONES } from './random-cases.js';

const BATCH = 20_000;
/** What clocks will show hangs on laws: Postgres brings an edition of the zones of its own, which may know others. */
const END_OF_THE_KNOWN = Date.UTC(2025, 0, 1);

/**
 * What a later edition of the zones says otherwise of the past. 2026a: Moldova changes its clocks at the instant at which
 * the European Union does, since 2022. Until Node has that edition, which of the two clocks was right is not its fault.
 */
const CORRECTED: readonly { zone: string; from: Instant; edition: string }[] = [
  { zone: 'Europe/Chisinau', from: Date.UTC(2022, 0, 1), edition: '2026a' },
];

const isCorrected = (zone: string, at: Instant): boolean =>
  CORRECTED.some((one) => one.zone === zone && at >= one.from && (process.versions['tz'] ?? '') < one.edition);

/** A zone in which the clock shows something else by Postgres. */
export interface ZoneDifference {
  zone: string;
  at: string;
  ours: string;
  theirs: string;
}

const wallText = (wall: number): string => new Date(wall).toISOString().slice(0, 19);

async function compareBatch(db: Database, asked: readonly { zone: string; at: Instant }[]): Promise<ZoneDifference[]> {
  const { rows } = await db.raw<{ rows: { wall: string }[] }>(
    `SELECT to_char(to_timestamp(at) AT TIME ZONE zone, 'YYYY-MM-DD"T"HH24:MI:SS') AS wall
     FROM unnest(?::text[], ?::float8[]) WITH ORDINALITY AS asked (zone, at, n) ORDER BY n`,
    [asked.map(({ zone }) => zone), asked.map(({ at }) => at / 1_000)],
  );
  return asked.flatMap(({ zone, at }, index) => {
    const ours = wallText(at + segmentAt(zone, at).offset);
    const theirs = rows[index]?.wall ?? 'nothing';
    return ours === theirs ? [] : [{ zone, at: new Date(at).toISOString(), ours, theirs }];
  });
}

/** Holds what clocks have shown in all zones, at random instants and near their changes, against Postgres. */
export async function compareZones(
  db: Database,
  { seed, count }: { seed: number; count: number },
): Promise<ZoneDifference[]> {
  const dice = new Dice(seed);
  const differences: ZoneDifference[] = [];
  for (let done = 0; done < count; done += BATCH) {
    const drawn = Array.from({ length: Math.min(BATCH, count - done) }, () => {
      const zone = dice.of(ZONES);
      return { zone, at: anInstant(dice, zone, END_OF_THE_KNOWN) };
    });
    const asked = drawn.filter(({ zone, at }) => !isCorrected(zone, at));
    differences.push(...(await compareBatch(db, asked)));
  }
  return differences;
}
