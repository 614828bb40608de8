import assert from 'node:assert/strict';

/** Fails unless a check holds for every row, and when there is none. */
export function assertEach<T>(rows: readonly T[] | undefined, holds: (row: T, index: number) => boolean): void {
  assert.ok(rows !== undefined && rows.length > 0, 'There is nothing to look at.');
  for (const [index, row] of rows.entries()) assert.ok(holds(row, index), JSON.stringify(row));
}
