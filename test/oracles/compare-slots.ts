import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { nextSlot } from '../../src/domain/recurrence/next-slot.js';
import type { Instant } from '../../src/domain/scalars.js';
import { pythonWith } from '../support/python.js';
import { aCase, Dice, type Case } from './random-cases.js';

const BATCH = 500;

/** Two that do not agree. */
export interface Difference {
  case: Case['told'];
  ours: string | null;
  theirs: string | null;
}

export interface Compared {
  count: number;
  /** How many of them have no further slot, by both. */
  without: number;
  differences: Difference[];
}

/** The package of zones that is as new as those of this Node: `2025c` is `2025.3`. */
function packageOfZones(): string {
  const [, year, letter = 'a'] = /^(\d{4})([a-z])$/.exec(process.versions['tz'] ?? '') ?? [];
  return `tzdata==${year}.${letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`;
}

const iso = (instant: Instant | null): string | null => (instant === null ? null : new Date(instant).toISOString());

function differenceOf({ rule, after, told }: Case, seconds: number | null): Difference | null {
  const ours = iso(nextSlot(rule, after));
  const theirs = iso(seconds === null ? null : seconds * 1_000);
  return ours === theirs ? null : { case: told, ours, theirs };
}

/**
 * Holds the slots of random rules in all zones, half of them near clock changes, against those that python-dateutil and
 * zoneinfo find, with the same edition of the zones.
 * @param options.onProgress is told what was found so far, after each batch.
 */
export async function compareSlots(options: {
  seed: number;
  count: number;
  onProgress?: (found: Compared) => void;
}): Promise<Compared> {
  const python = await pythonWith('python-dateutil==2.9.0.post0', packageOfZones());
  // Without the zones of the system, Python takes those of its package.
  const env = { ...process.env, PYTHONTZPATH: '', PYTHONDONTWRITEBYTECODE: '1' };
  const script = join(import.meta.dirname, 'next_slots.py');
  const child = spawn(python, [script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const dice = new Dice(options.seed);
  const found: Compared = { count: 0, without: 0, differences: [] };
  const send = (size: number): Case[] => {
    const cases = Array.from({ length: size }, () => aCase(dice));
    child.stdin.write(`${JSON.stringify(cases.map(({ told }) => told))}\n`);
    return cases;
  };
  try {
    let cases = send(Math.min(BATCH, options.count));
    while (cases.length > 0) {
      // The next ones are on their way while these are compared.
      const next = send(Math.min(BATCH, options.count - found.count - cases.length));
      const { value, done } = await answers.next();
      if (done === true) throw new Error('The oracle ended.');
      const slots = JSON.parse(value) as (number | null)[];
      for (const [index, one] of cases.entries()) {
        const theirs = slots[index] ?? null;
        const difference = differenceOf(one, theirs);
        if (difference !== null) found.differences.push(difference);
        else if (theirs === null) found.without += 1;
      }
      found.count += cases.length;
      options.onProgress?.(found);
      cases = next;
    }
  } finally {
    child.stdin.end();
    child.kill();
  }
  return found;
}
