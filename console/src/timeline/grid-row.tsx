import type { Stretch } from '../time/calendar';
import type { DrawnRow } from './cursor';
import type { Described } from './describe';
import { GridPiece } from './grid-piece';
import type { LayerRow } from './layers';
import type { Piece } from './pieces';
import styles from './timeline-grid.module.css';

/** What all rows are drawn by. */
interface Drawing {
  stretch: Stretch;
  pxPerMs: number;
  idOf: (row: DrawnRow, piece: Piece) => string;
  hit: (row: DrawnRow, piece: Piece) => void;
  describe: (piece: Piece) => Described;
  hues: ReadonlyMap<number, number>;
}

interface Row {
  row: LayerRow;
  name: string;
  /** The piece that somebody is at; null: they are in another row. */
  current: Piece | null;
  drawing: Drawing;
}

/** A layer of the timeline. */
export function GridRow({ row, name, current, drawing }: Row) {
  const { stretch, pxPerMs, idOf, hit, describe, hues } = drawing;
  return (
    // Pieces lie over a clock, not in columns: a table has no place for them.
    // oxlint-disable jsx-a11y/prefer-tag-over-role
    <div role="row" className={styles.row}>
      <div role="rowheader" className={styles.name} title={name}>
        <span>{name}</span>
      </div>
      <div role="presentation" className={`${styles.track} ${row.layer.kind === 'live' ? styles.live : ''}`}>
        {row.pieces.map((piece) => (
          <GridPiece
            key={piece.from}
            id={idOf(row, piece)}
            piece={piece}
            told={describe(piece)}
            place={{
              left: `${((piece.from - stretch.from) / (stretch.to - stretch.from)) * 100}%`,
              width: `${((piece.to - piece.from) / (stretch.to - stretch.from)) * 100}%`,
            }}
            px={(piece.to - piece.from) * pxPerMs}
            isCurrent={piece === current}
            isBar={row.layer.kind === 'schedule'}
            hues={hues}
            hit={() => hit(row, piece)}
          />
        ))}
      </div>
    </div>
  );
}
