import { useEffect, useRef, useState } from 'react';
import { Button } from '@mantine/core';
import { useSpeech, useTexts } from '../texts/texts';
import { durationText } from '../time/measures';
import { Instant } from '../time/instant';
import type { Described } from './describe';
import type { Names } from './names';
import { pieceAt, type Piece } from './pieces';
import styles from './timeline-table.module.css';

/** More take a while to be drawn; whoever wants them asks for them. */
const ROWS_AT_ONCE = 200;

interface Table {
  pieces: readonly Piece[];
  caption: string;
  /** Where a link led to. */
  sought?: { at: number } | null;
  names: Names;
  describe: (piece: Piece) => Described;
}

const iso = (at: number): string => new Date(at).toISOString();

/** What is live, row by row: the same as in the grid. */
export function TimelineTable({ pieces, caption, sought = null, names, describe }: Table) {
  const { table } = useTexts().timeline;
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  const found = sought && pieceAt(pieces, sought.at);
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (sought !== null) row.current?.focus();
  }, [sought]);
  const last = Math.max(shown, found == null ? 0 : pieces.indexOf(found) + 1);
  const areCells = pieces.some(({ segment }) => segment === null);
  const heads = areCells
    ? [table.from, table.to, table.length, table.switches, table.shares]
    : [table.from, table.to, table.length, table.shows, table.why, table.beneath, table.state];
  return (
    <>
      <div className={styles.frame}>
        <table className={styles.table}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pieces.slice(0, last).map((piece) => (
              <tr key={piece.from} ref={piece === found ? row : undefined} tabIndex={piece === found ? -1 : undefined}>
                <Times piece={piece} />
                {piece.segment === null ? (
                  <CellFields piece={piece} names={names} />
                ) : (
                  <SegmentFields segment={piece.segment} told={describe(piece)} names={names} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pieces.length > last && (
        <Button variant="default" className={styles.more} onClick={() => setShown(last + ROWS_AT_ONCE)}>
          {table.more}
        </Button>
      )}
    </>
  );
}

/** Each field says what it is, for screens on which a row is a block of its own. */
function Times({ piece: { from, to } }: { piece: Piece }) {
  const { texts, language } = useSpeech();
  const { table } = texts.timeline;
  return (
    <>
      <th scope="row" data-head={table.from}>
        <Instant at={iso(from)} />
      </th>
      <td data-head={table.to}>
        <Instant at={iso(to)} />
      </td>
      <td data-head={table.length} className={styles.length}>
        {durationText(to - from, language)}
      </td>
    </>
  );
}

function CellFields({ piece: { switches, shares }, names }: { piece: Piece; names: Names }) {
  const { texts, language } = useSpeech();
  const { table, share } = texts.timeline;
  return (
    <>
      <td data-head={table.switches}>{switches.toLocaleString(language)}</td>
      <td data-head={table.shares}>
        {shares.map(({ video, ms }) => share(names.video(video), durationText(ms, language))).join(', ')}
      </td>
    </>
  );
}

interface SegmentRow {
  segment: NonNullable<Piece['segment']>;
  told: Described;
  names: Names;
}

function SegmentFields({ segment, told, names }: SegmentRow) {
  const { table } = useTexts().timeline;
  const { video_id, instead_of } = segment;
  return (
    <>
      <td data-head={table.shows}>{names.video(video_id)}</td>
      <td data-head={table.why}>{video_id !== null && names.why(segment)}</td>
      <td data-head={table.beneath}>{instead_of.map((id) => names.video(id)).join(', ')}</td>
      <td data-head={table.state} className={told.isLate ? styles.late : undefined}>
        {told.state}
      </td>
    </>
  );
}
