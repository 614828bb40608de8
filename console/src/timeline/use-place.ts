import { useCallback, useMemo, useState } from 'react';
import { unitAround, unitBeside, type CalendarUnit, type Stretch } from '../time/calendar';
import { serviceNow } from '../time/clock';
import type { GridCursor } from './cursor';
import { useTimelineView, type TimelineView } from './view';

/** What is looked at, where somebody is within it, and the ways from there. */
export interface Place {
  view: TimelineView;
  stretch: Stretch;
  cursor: GridCursor;
  /** Where a link led to, which is to be seen and to have the focus. */
  sought: { at: number } | null;
  look: (view: Partial<TimelineView>) => void;
  go: (cursor: GridCursor) => void;
  /** To the stretch before or after. */
  turn: (by: 1 | -1) => void;
  toNow: () => void;
  /** To an instant of what is looked at. */
  show: (at: number) => void;
  /** To a shorter range around an instant, from which the way back leads here. */
  zoom: (range: CalendarUnit, at: number) => void;
}

/** No zone switch leads out of a range that is named by its middle. */
const middleOf = ({ from, to }: Stretch): number => (from + to) / 2;

/** @param now by the service's clock */
export function usePlace(zone: string, now: number): Place {
  const { view, look } = useTimelineView();
  const [cursor, go] = useState<GridCursor>(() => ({ row: 'live', at: view.at ?? now }));
  const [sought, seek] = useState<Place['sought']>(null);
  const { from, to } = unitAround(view.range, view.at ?? now, zone);
  const stretch = useMemo(() => ({ from, to }), [from, to]);
  const turn = useCallback(
    (by: 1 | -1) => {
      const beside = unitBeside(view.range, stretch, by, zone);
      look({ at: middleOf(beside) });
      go(({ row }) => ({ row, at: beside.from }));
    },
    [view.range, stretch, zone, look],
  );
  const toNow = useCallback(() => {
    look({ at: null });
    go({ row: 'live', at: serviceNow() });
  }, [look]);
  const show = useCallback((at: number) => {
    go({ row: 'live', at });
    seek({ at });
  }, []);
  const zoom = useCallback(
    (range: CalendarUnit, at: number) => {
      look({ range, at: middleOf(unitAround(range, at, zone)), resolution: '' }, true);
      go({ row: 'live', at });
    },
    [look, zone],
  );
  return { view, stretch, cursor, sought, look, go, turn, toNow, show, zoom };
}
