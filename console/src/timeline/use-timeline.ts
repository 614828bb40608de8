import { useEffect, useMemo } from 'react';
import { keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import type { Timeline } from 'ar-video-rotation-client';
import { service } from '../service/service';
import type { CalendarUnit, Stretch } from '../time/calendar';
import { serviceNow, serviceTimeOf } from '../time/clock';
import { askAgainAt, isEnough } from './ask-again';
import { toldBy, type Told } from './told';
import type { TimelineResolution } from './view';

type Resolution = Exclude<TimelineResolution, ''>;
type TimelineParts = InfiniteData<Timeline, string>;
type Key = readonly ['content', number, 'timeline', Resolution, string, string, string];

interface Asked {
  content: number;
  stretch: Stretch;
  /** Whose hours and days. */
  zone: string;
  resolution: Resolution;
  isWanted: boolean;
  /** So many segments or cells are enough. */
  most: number;
}

/** What one answer has at most; where more happens, a range is told by hours or days unless switches were asked for. */
const MOST_OF_AN_ANSWER = 2_000;
/** No screen shows more. */
const MOST_TOLD = 10_000;
const COARSER: Record<CalendarUnit, Resolution> = {
  hour: 'switch',
  day: 'hour',
  week: 'hour',
  month: 'day',
  year: 'day',
};

/** What could not be asked for is asked for again after so long. */
const TRY_AGAIN_MS = 5_000;

const leadsOn = ({ reaches, to }: Timeline): boolean => reaches < to;

/** The answers of a timeline, one after the other, until it is told or there are enough. */
function useParts({ content, stretch, zone, resolution, isWanted, most }: Asked) {
  const [from, to] = [new Date(stretch.from).toISOString(), new Date(stretch.to).toISOString()];
  const query = useInfiniteQuery<Timeline, Error, TimelineParts, Key, string>({
    queryKey: ['content', content, 'timeline', resolution, from, to, zone],
    queryFn: ({ pageParam, signal }) =>
      service.contents.timeline(content, { from: pageParam, to, resolution, time_zone: zone }, { signal }),
    initialPageParam: from,
    // Where the Link header leads.
    getNextPageParam: (last) => (leadsOn(last) ? last.reaches : undefined),
    enabled: isWanted,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data, dataUpdatedAt, error } }) => {
      if (data === undefined) return false;
      if (error !== null) return TRY_AGAIN_MS;
      const now = serviceNow();
      return Math.max(1, askAgainAt(data.pages, { askedAt: serviceTimeOf(dataUpdatedAt), now, most }) - now);
    },
  });
  const { data, hasNextPage, isFetching, isError, isPlaceholderData, fetchNextPage } = query;
  const isFull = hasNextPage && !isPlaceholderData && data !== undefined && isEnough(data.pages, most);
  const goesOn = isWanted && hasNextPage && !isFull && !isFetching && !isError && !isPlaceholderData;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return { ...query, isFull };
}

/** A timeline as it was asked for. */
export interface TimelineAnswer {
  /** Undefined: nothing is told yet. */
  told: Told | undefined;
  /** There is more of it than anybody could see: it is told no further. */
  isFull: boolean;
  /** What is told is what was looked at before. */
  isOld: boolean;
  error: Error | null;
  retry: () => unknown;
}

interface Wanted {
  range: CalendarUnit;
  stretch: Stretch;
  zone: string;
  /** '': each switch, unless there are too many for the range. */
  resolution: TimelineResolution;
}

/** What a content showed and will show within a stretch, asked for anew when what is live now ends. */
export function useTimeline(content: number, { range, stretch, zone, resolution }: Wanted): TimelineAnswer {
  const isOpen = resolution === '';
  const coarser = isOpen || resolution === 'switch' ? COARSER[range] : resolution;
  const isEach = resolution === 'switch' || coarser === 'switch';
  const most = isEach ? MOST_TOLD : MOST_OF_AN_ANSWER;
  const asked = { content, stretch, zone };
  const isFine = isOpen || resolution === 'switch';
  const fine = useParts({ ...asked, resolution: 'switch', isWanted: isFine, most });
  const isCoarse = !isFine || (!isEach && fine.isFull);
  const coarse = useParts({ ...asked, resolution: coarser, isWanted: isCoarse, most: MOST_TOLD });
  const { isFull, error, refetch } = isCoarse ? coarse : fine;
  // The switches that are known stand there until the hours or days are.
  const { data, isPlaceholderData } = isCoarse && (coarse.data !== undefined || !isFine) ? coarse : fine;
  const told = useMemo(() => {
    const [first, ...others] = data?.pages ?? [];
    return first === undefined ? undefined : toldBy([first, ...others], coarser === 'hour' ? 'hour' : 'day', zone);
  }, [data, coarser, zone]);
  return { told, isFull, isOld: isPlaceholderData, error, retry: refetch };
}
