import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { service } from '../service/service';
import { groupChanges } from './group-changes';

/** The latest are told, however many there are. */
export const MOST_CHANGES = 100;
const ASK_EVERY_MS = 60_000;

/**
 * What people changed in a company, the newest first.
 * @param from epoch milliseconds; undefined: it is not known yet, or not to be asked for
 */
export function useChanges(company: number, from: number | undefined) {
  const asked = useQuery({
    queryKey: ['audit', company, from],
    queryFn:
      from === undefined
        ? skipToken
        : ({ signal }) => {
            const query = { company_id: company, from: new Date(from).toISOString(), limit: MOST_CHANGES };
            return service.auditLog.list(query, { signal }).page();
          },
    refetchInterval: ASK_EVERY_MS,
  });
  return { ...asked, groups: groupChanges(asked.data?.rows ?? []), isMore: asked.data?.next !== undefined };
}

/** What contents are called now, by id; those that are gone are left out. Undefined: it is not known yet. */
export function useTitles(company: number, ids: readonly number[]): ReadonlyMap<number, string> | undefined {
  const { data } = useQuery({
    queryKey: ['contents', company, 'titles', ids],
    queryFn:
      ids.length === 0
        ? skipToken
        : async ({ signal }) => {
            const query = { company_id: company, ids: [...ids], limit: ids.length };
            const { rows } = await service.contents.list(query, { signal }).page();
            return new Map(rows.map(({ id, title }) => [id, title]));
          },
    placeholderData: keepPreviousData,
  });
  return data;
}
