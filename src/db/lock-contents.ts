import type { Id, Instant } from '../domain/scalars.js';
import type { Transaction } from './database.js';
import { isOutdated, LEVEL_COLUMN, outdated } from './fold-level.js';

/** A content that is locked, and up to when it is settled. */
export interface LockedContent {
  id: Id;
  settled_at: Instant;
}

/**
 * Locks contents of a company against every other change of their plans until the transaction ends, in the order of
 * their ids, as everybody does who locks several. What is not there or another company's is left out.
 * @throws AppError `outdated_process`
 */
export async function lockContents(
  trx: Transaction,
  companyId: Id,
  arContentIds: readonly Id[],
): Promise<LockedContent[]> {
  const { rows } = await trx.raw<{ rows: (LockedContent & { fold_level: number })[] }>(
    `SELECT id, settled_at, ${LEVEL_COLUMN} FROM ar_content
     WHERE id = ANY (?) AND company_id = ? ORDER BY id FOR NO KEY UPDATE`,
    [[...arContentIds], companyId],
  );
  if (rows.some(({ fold_level: level }) => isOutdated(level))) throw outdated();
  return rows;
}
