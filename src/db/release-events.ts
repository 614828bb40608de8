import type { Release, TakenTurn } from '../domain/release.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { Transaction } from './database.js';
import { withItems } from './releases.js';
import { enterEvent } from './webhook-events.js';

/** A release under its lock, against every edit and every other look; null: it is gone. */
export async function releaseToTell(trx: Transaction, id: Id): Promise<Release | null> {
  const release = await trx<Release>('releases').where('id', id).forUpdate().first();
  return release ?? null;
}

const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Enters an event for each turn, in order, and notes the last of them. No edit of anybody's: the revision stays. */
export async function noteTold(trx: Transaction, release: Release, turns: readonly TakenTurn[]): Promise<void> {
  const last = turns.at(-1);
  if (last === undefined) return;
  const { items } = await withItems(trx, release);
  const data = {
    release_id: release.id,
    name: release.name,
    note: release.note,
    at: iso(release.live_at),
    revert_at: iso(release.revert_at),
    priority: release.priority,
    item_count: items.length,
    gone_count: items.filter(({ is_gone }) => is_gone).length,
  };
  for (const { turn, at: happensAt } of turns) {
    const type = `release.${turn}` as const;
    await enterEvent(trx, { companyId: release.company_id, arContentId: null, type, happensAt, data });
  }
  await trx('releases').where('id', release.id).update({ told: last.turn });
}
