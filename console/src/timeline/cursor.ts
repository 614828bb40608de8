import { pieceAt, type Piece } from './pieces.js';

/** A row with what is drawn in it. */
export interface DrawnRow {
  key: string;
  pieces: readonly Piece[];
}

/** Where somebody is in the grid: at an instant of a row. It outlives what is drawn there. */
export interface GridCursor {
  row: string;
  at: number;
}

/** What a key does: it leads to another piece, to the stretch before or after, or opens the current one. */
type Move = { kind: 'go'; to: GridCursor } | { kind: 'turn'; by: 1 | -1 } | { kind: 'open' };

const TURNS: Record<string, 1 | -1> = { PageUp: -1, PageDown: 1 };
const ROWS: Record<string, 1 | -1> = { ArrowUp: -1, ArrowDown: 1 };
const PIECES: Record<string, (at: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: () => Infinity,
};

/** The row and the piece that somebody is at; null: nothing is drawn. */
export function currentOf(
  rows: readonly DrawnRow[],
  { row: key, at }: GridCursor,
): { row: DrawnRow; piece: Piece } | null {
  const row = rows.find((one) => one.key === key) ?? rows[0];
  const piece = row && pieceAt(row.pieces, at);
  return row === undefined || piece === undefined ? null : { row, piece };
}

/** What a key does; null: nothing. Where there is nothing more, it leads nowhere. */
export function moveOf(key: string, rows: readonly DrawnRow[], cursor: GridCursor): Move | null {
  const current = currentOf(rows, cursor);
  if (current === null) return null;
  const [turn, byRow, place] = [TURNS[key], ROWS[key], PIECES[key]];
  if (key === 'Enter' || key === ' ') return { kind: 'open' };
  if (turn !== undefined) return { kind: 'turn', by: turn };
  if (byRow !== undefined) {
    const row = rows[rows.indexOf(current.row) + byRow] ?? current.row;
    return { kind: 'go', to: { row: row.key, at: cursor.at } };
  }
  if (place === undefined) return null;
  const { pieces } = current.row;
  const wanted = Math.max(0, Math.min(place(pieces.indexOf(current.piece)), pieces.length - 1));
  return { kind: 'go', to: { row: current.row.key, at: pieces[wanted]?.from ?? cursor.at } };
}
