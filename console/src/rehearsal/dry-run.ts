import { keepPreviousData, queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { DryRun, DryRunInput } from 'ar-video-rotation-client';
import { service } from '../service/service';
import { serviceNow } from '../time/clock';

const DAY_MS = 86_400_000;
/** So long it is not asked again, as when what was tried is done. */
const IS_FRESH_MS = 10_000;

/** Changes of a content that are not made. */
export interface Rehearsed {
  changes: DryRunInput['changes'];
  /** Of what would be changed. */
  revision: number;
}

/** A question of what comes of changes of a content, compared over some days. */
export const dryRunQuery = (content: number, { changes, revision }: Rehearsed, days: number) =>
  queryOptions({
    queryKey: ['rehearsal', content, 'dry-run', days, revision, changes],
    queryFn: ({ signal }) => {
      const to = new Date(serviceNow() + days * DAY_MS).toISOString();
      return service.contents.dryRun(content, { changes, to }, { signal });
    },
    staleTime: IS_FRESH_MS,
    gcTime: IS_FRESH_MS,
  });

/** What comes of changes of a content. @param isAsked false: what was told last stays */
export const useDryRun = (
  content: number,
  rehearsed: Rehearsed,
  { days, isAsked }: { days: number; isAsked: boolean },
): UseQueryResult<DryRun> =>
  useQuery({ ...dryRunQuery(content, rehearsed, days), enabled: isAsked, placeholderData: keepPreviousData });
