import { useEffect, useId, useMemo, useRef, type KeyboardEvent } from 'react';
import { useElementSize } from '@mantine/hooks';
import { useTexts } from '../texts/texts';
import { currentOf, moveOf, type DrawnRow, type GridCursor } from './cursor';
import type { Described } from './describe';
import { GridRow } from './grid-row';
import type { LayerRow } from './layers';
import { NowLine } from './now-line';
import { joinNarrow, type Piece } from './pieces';
import { scaleOf } from './scale';
import { TimeAxis, TimeLines } from './time-axis';
import styles from './timeline-grid.module.css';
import type { Told } from './told';

/** What is narrower cannot be hit, nor told apart. */
const LEAST_PX = 24;

interface Grid {
  told: Told;
  rows: readonly LayerRow[];
  zone: string;
  /** What the grid is about. */
  label: string;
  rowName: (row: LayerRow) => string;
  describe: (piece: Piece) => Described;
  hues: ReadonlyMap<number, number>;
  cursor: GridCursor;
  /** Where a link led to. */
  sought: { at: number } | null;
  go: (cursor: GridCursor) => void;
  open: (row: DrawnRow, piece: Piece) => void;
  /** To the stretch before or after. */
  turn: (by: 1 | -1) => void;
}

/** The rows as there is room for them, and the scale above. @param width of the track, in pixels; 0: nobody knows yet */
function useDrawn({ told: { from, to }, rows, zone }: Pick<Grid, 'told' | 'rows' | 'zone'>, width: number) {
  return useMemo(() => {
    const stretch = { from, to };
    const pxPerMs = width / (to - from);
    if (width === 0) return { stretch, pxPerMs, scale: null, drawn: [] };
    const drawn = rows.map((row) => ({ ...row, pieces: joinNarrow(row.pieces, LEAST_PX / pxPerMs) }));
    return { stretch, pxPerMs, scale: scaleOf(stretch, zone, pxPerMs), drawn };
  }, [from, to, rows, zone, width]);
}

/** Has the focus wherever a link led to. */
function useSought(sought: Grid['sought']) {
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (sought !== null) grid.current?.focus();
  }, [sought]);
  return grid;
}

/** A timeline over the clock of a zone, a row for each layer. It is one tab stop; the keys lead on within it. */
export function TimelineGrid({ label, cursor, sought, go, open, turn, rowName, describe, hues, ...given }: Grid) {
  const { timeline } = useTexts();
  const { ref: track, width } = useElementSize();
  const { stretch, pxPerMs, scale, drawn } = useDrawn(given, width);
  const [id, hint] = [useId(), useId()];
  const current = currentOf(drawn, cursor);
  const idOf = (row: DrawnRow, piece: Piece): string => `${id}${row.key}${piece.from}`.replaceAll(' ', '-');
  const press = (event: KeyboardEvent): void => {
    const move = event.ctrlKey || event.altKey || event.metaKey ? null : moveOf(event.key, drawn, cursor);
    if (move === null || current === null) return;
    event.preventDefault();
    if (move.kind === 'go') go(move.to);
    else if (move.kind === 'turn') turn(move.by);
    else open(current.row, current.piece);
  };
  const hit = (row: DrawnRow, piece: Piece): void => {
    go({ row: row.key, at: piece.from });
    open(row, piece);
  };
  const drawing = { stretch, pxPerMs, idOf, hit, describe, hues };
  return (
    <div className={styles.frame}>
      <div ref={track} className={styles.measure} />
      {scale !== null && <TimeAxis stretch={stretch} scale={scale} zone={given.zone} pxPerMs={pxPerMs} />}
      <div className={styles.body}>
        {scale !== null && <TimeLines stretch={stretch} scale={scale} />}
        <div
          ref={useSought(sought)}
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-readonly="true"
          aria-describedby={hint}
          aria-activedescendant={current === null ? undefined : idOf(current.row, current.piece)}
          className={styles.grid}
          onKeyDown={press}
        >
          {drawn.map((row) => (
            <GridRow
              key={row.key}
              row={row}
              name={rowName(row)}
              current={current?.row === row ? current.piece : null}
              drawing={drawing}
            />
          ))}
        </div>
        <NowLine stretch={stretch} />
      </div>
      <p id={hint} className={styles.hint}>
        {timeline.keys}
      </p>
    </div>
  );
}
