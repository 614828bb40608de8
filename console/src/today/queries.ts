import { useEffect } from 'react';
import { skipToken, useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query';
import type { Forecast, ListedArContent, Page } from 'ar-video-rotation-client';
import { service } from '../service/service';
import { serviceNow } from '../time/clock';

const DAY_MS = 86_400_000;
const SOON_MS = 7 * DAY_MS;
/** What others edit is seen after so long at the latest. */
const ASK_EVERY_MS = 30_000;

/** So many of each kind are shown until somebody asks for more. */
export const MOST_SHOWN = 5;

type ForecastPage = Page<Forecast>;
type Next = ForecastPage['next'];

/** How many contents the service looks at for one answer, and how many answers are asked for without being told to. */
const LOOKED_AT_ONCE = 200;
const MOST_LOOKS = 50;
/** Whoever has so many has seen enough. */
const MOST_DARK = 100;
/** So far the look reaches, to tell when something is shown again. */
const FORECAST_DAYS = 30;
const FORECAST_STANDS_MS = 300_000;

/** Contents that are dark or will be within seven days, the soonest first: looked for from one content to the next. */
export function useDark(company: number) {
  const look = useInfiniteQuery<ForecastPage, Error, InfiniteData<ForecastPage, Next>, readonly unknown[], Next>({
    queryKey: ['contents', company, 'dark'],
    queryFn: ({ pageParam, signal }) => {
      const query = { company_id: company, days: FORECAST_DAYS, limit: LOOKED_AT_ONCE };
      return service.contents.forecast(query, { signal }).page(pageParam);
    },
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: FORECAST_STANDS_MS / 5,
    refetchInterval: FORECAST_STANDS_MS,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = look;
  const found = (data?.pages ?? []).flatMap((page) => page.rows).filter(isDarkSoon);
  found.sort((one, other) => darkAt(one) - darkAt(other));
  const goesOn = hasNextPage && found.length < MOST_DARK && (data?.pages.length ?? 0) < MOST_LOOKS;
  useEffect(() => {
    if (goesOn && !isFetching && !isError) void fetchNextPage();
  }, [goesOn, isFetching, isError, fetchNextPage]);
  return { ...look, found, isLooking: goesOn && !isError };
}

const darkAt = ({ dark_at }: Forecast): number => Date.parse(dark_at ?? '');

const isDarkSoon = (forecast: Forecast): boolean => darkAt(forecast) < serviceNow() + SOON_MS;

/** What contents can be found by that are in trouble. */
export type Trouble = 'failed_video' | 'late' | 'paused';

/** The first contents in trouble, and how many there are in all. */
export const useTroubled = (company: number, state: Trouble) =>
  useQuery({
    queryKey: ['contents', company, 'troubled', state],
    queryFn: ({ signal }) => {
      const query = { company_id: company, state, limit: MOST_SHOWN, sort: 'title' as const };
      return service.contents.list({ ...query, include: ['count'] }, { signal }).page();
    },
    refetchInterval: ASK_EVERY_MS,
  });

/** More are not looked for: one sees the soonest. */
const MOST_SWITCHES = 50;
/** The answer is then surely that of after the instant. */
const AFTER_MS = 20;
const ASK_AT_MOST_EVERY_MS = 1_000;

/** A content whose next change is known. */
export interface Switch {
  content: ListedArContent;
  /** When, in ISO 8601. */
  at: string;
}

/** When what is said of some contents ends, in milliseconds from now. */
function untilNext(rows: readonly ListedArContent[]): number {
  const ends = rows.map(({ live }) => Date.parse(live?.valid_until ?? '')).filter((at) => !Number.isNaN(at));
  const wait = Math.min(...ends) + AFTER_MS - serviceNow();
  return Math.min(Math.max(wait, ASK_AT_MOST_EVERY_MS), ASK_EVERY_MS);
}

/** The next change of each content within a day, the soonest first; asked for again as they happen. */
export function useSwitches(company: number) {
  const asked = useQuery({
    queryKey: ['contents', company, 'switches'],
    queryFn: ({ signal }) => {
      const query = { company_id: company, sort: 'next_step_at' as const, limit: MOST_SWITCHES };
      return service.contents.list({ ...query, include: ['live', 'next'] }, { signal }).page();
    },
    refetchInterval: ({ state }) => untilNext(state.data?.rows ?? []),
  });
  const until = serviceNow() + DAY_MS;
  const switches: Switch[] = (asked.data?.rows ?? []).flatMap((content) => {
    const at = content.live?.next_starts_at;
    return at != null && Date.parse(at) < until ? [{ content, at }] : [];
  });
  switches.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return { ...asked, switches, isMore: asked.data?.next !== undefined };
}

/** The first two contents of a company, by which one sees whether it is new. */
export const useFirstContents = (company: number) =>
  useQuery({
    queryKey: ['contents', company, 'first'],
    queryFn: async ({ signal }) =>
      (await service.contents.list({ company_id: company, sort: 'id', limit: 2 }, { signal }).page()).rows,
  });

/** Whether a content has a video that did not fail, and a schedule. @param id null: there is none yet */
export const useBeginnings = (id: number | null) =>
  useQuery({
    queryKey: ['content', id, 'beginnings'],
    queryFn:
      id === null
        ? skipToken
        : async ({ signal }) => {
            const [videos, schedule] = await Promise.all([
              service.videos.list(id, {}, { signal }).page(),
              service.schedules.listOfContent(id, { limit: 1 }, { signal }).first(),
            ]);
            return { upload: videos.rows.some(({ status }) => status !== 'failed'), schedule: schedule !== undefined };
          },
  });
