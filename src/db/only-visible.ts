import type { Caller } from '../domain/caller.js';
import type { Id } from '../domain/scalars.js';

/** A query that can be narrowed down by a column. */
interface Narrowed {
  where(column: string, value: Id): unknown;
}

/** Leaves of a query what the caller may see: the same as `maySee`, for rows whose owner stands in `column`. */
export function onlyVisible(rows: Narrowed, { companyId }: Pick<Caller, 'companyId'>, column = 'company_id'): void {
  if (companyId !== null) void rows.where(column, companyId);
}
