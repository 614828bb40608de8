import { letGoOfOver } from '../db/content-uses.js';
import type { Transaction } from '../db/database.js';
import type { Revised } from '../db/rollouts.js';
import { countRows, MAX_COUNTED } from '../db/rows.js';
import { AppError } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';

/** One kind of thing that still refers to a row, and how many of them there are. */
export interface Use {
  noun: string;
  count: number;
}

const inWords = ({ noun, count }: Use): string =>
  `${count >= MAX_COUNTED ? 'at least ' : ''}${count} ${noun}${count === 1 ? '' : 's'}`;

/**
 * Refuses to delete what is in use.
 * @throws AppError `conflict` that names what uses it: "Company 3 is in use: 2 projects, 14 AR contents."
 */
export function refuseUsed(subject: string, uses: readonly Use[]): void {
  const found = uses.filter(({ count }) => count > 0);
  if (found.length === 0) return;
  const names = found.map(inWords).join(', ');
  throw new AppError('conflict', `${subject} is in use: ${names}. Delete or move them first.`);
}

/** The AR contents that use a daypart or a calendar, by schedules, videos, or overrides that are not over. */
export async function usesByContents(trx: Transaction, noun: Revised, id: Id): Promise<Use[]> {
  await letGoOfOver(trx, noun, id);
  return [{ noun: 'AR content', count: await countRows(trx, `content_${noun}s`, { [`${noun}_id`]: id }) }];
}
