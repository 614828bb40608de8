import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ProblemError, type ListedArContent, type LiveAt } from 'ar-video-rotation-client';
import { service } from '../service/service';

/** What others edit is seen after so long at the latest. */
const AGAIN_MS = 30_000;

/** A content with what it shows, what comes next, and its badges. @throws ProblemError 404 where the company has none */
export const useGlimpse = (company: number, id: number): UseQueryResult<ListedArContent> =>
  useQuery({
    queryKey: ['content', id, 'glimpse'],
    queryFn: async ({ signal }) => {
      const query = { company_id: company, ids: [id], include: ['live', 'next', 'badges'] as const };
      const { rows } = await service.contents.list({ ...query, include: [...query.include] }, { signal }).page();
      if (rows[0] === undefined) throw new ProblemError({ status: 404, headers: new Headers() }, {});
      return rows[0];
    },
    refetchInterval: AGAIN_MS,
  });

/** Why a content shows what it shows at an instant. @param at ISO 8601; null: now */
export const useWhy = (id: number, at: string | null): UseQueryResult<LiveAt> =>
  useQuery({
    queryKey: ['content', id, 'why', at],
    queryFn: ({ signal }) => service.contents.liveAt(id, { ...(at !== null && { at }) }, { signal }),
  });
