import { useCallback, useMemo, useState } from 'react';
import { useSpeech } from '../texts/texts';
import { huesOf } from './colours';
import type { DrawnRow } from './cursor';
import { useDescribe } from './describe';
import { layerRows, type LayerRow } from './layers';
import type { Names } from './names';
import { PieceDialog } from './piece-dialog';
import { joinUnchanged, pieceOfCell, pieceOfSegment, type Piece } from './pieces';
import { rangeText } from './range-text';
import { TimelineGrid } from './timeline-grid';
import { TimelineTable } from './timeline-table';
import type { Told } from './told';
import type { Place } from './use-place';
import type { Things } from './use-things';
import { finerThan } from './view';

interface Body {
  company: number;
  content: number;
  told: Told;
  place: Place;
  things: Things;
  names: Names;
  zone: string;
  now: number;
}

function rowsOf({ segments, cells, from }: Told): LayerRow[] {
  if (segments !== null) return layerRows(segments, from);
  return [{ key: 'live', layer: { kind: 'live' }, pieces: joinUnchanged(cells.map(pieceOfCell)) }];
}

/** The timeline itself, in the form that was chosen. */
export function TimelineBody({ company, content, told, place, things, names, zone, now }: Body) {
  const { texts, language } = useSpeech();
  const { view, cursor, sought, go, turn, zoom } = place;
  const [opened, setOpened] = useState<Piece | null>(null);
  const rows = useMemo(() => rowsOf(told), [told]);
  const live = useMemo(() => rows[0]?.pieces ?? [], [rows]);
  const hues = useMemo(() => {
    const shown = live.flatMap(({ shares }) => shares.map(({ video }) => video));
    return huesOf([...things.videos.keys(), ...shown.filter((video) => video !== null)]);
  }, [things.videos, live]);
  const describe = useDescribe({ names, told, zone, now });
  const finer = finerThan(view.range);
  const open = useCallback(
    (row: DrawnRow, piece: Piece) => {
      const isJoined = piece.segment === null && piece.switches > 0;
      if (row.key === 'live' && isJoined && finer !== null) zoom(finer, piece.from);
      else setOpened(piece);
    },
    [finer, zoom],
  );
  const stretch = rangeText(view.range, told, zone, language);
  return (
    <>
      {view.form === 'grid' ? (
        <TimelineGrid
          told={told}
          rows={rows}
          zone={zone}
          label={texts.timeline.grid(stretch)}
          rowName={({ layer }) => names.layer(layer)}
          describe={describe}
          hues={hues}
          cursor={cursor}
          sought={sought}
          go={go}
          open={open}
          turn={turn}
        />
      ) : (
        <TimelineTable
          key={told.from}
          pieces={live}
          caption={texts.timeline.table.caption(stretch)}
          sought={sought}
          names={names}
          describe={describe}
        />
      )}
      {opened !== null && (
        <PieceDialog
          company={company}
          content={content}
          told={told}
          piece={opened}
          names={names}
          things={things}
          describe={describe}
          pieceOf={(segment) => pieceOfSegment(segment, told.from)}
          close={() => setOpened(null)}
        />
      )}
    </>
  );
}
