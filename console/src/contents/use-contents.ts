import { useCallback } from 'react';
import { keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { ListedArContent, Page } from 'ar-video-rotation-client';
import { service } from '../service/service';
import type { ContentFilters } from './filters';

const PAGE = 50;
const GLIMPSES = ['live', 'next', 'badges'] as const;

type ContentPage = Page<ListedArContent>;
type Next = ContentPage['next'];
type ContentPages = InfiniteData<ContentPage, Next>;

const keyOf = (company: number, filters: ContentFilters) => ['contents', company, filters] as const;

/** The contents of a company that fit, page by page. */
export function useContents(company: number, filters: ContentFilters) {
  const { q, state, active, project, sort } = filters;
  const query = {
    company_id: company,
    sort,
    limit: PAGE,
    include: [...GLIMPSES, 'count' as const],
    ...(q !== '' && { q }),
    ...(state !== '' && { state }),
    ...(active !== '' && { is_active: active === 'true' }),
    ...(project !== '' && { project_id: Number(project) }),
  };
  return useInfiniteQuery<ContentPage, Error, ContentPages, ReturnType<typeof keyOf>, Next>({
    queryKey: keyOf(company, filters),
    queryFn: ({ pageParam, signal }) => service.contents.list(query, { signal }).page(pageParam),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

/** Asks for some contents anew, and puts them where they stand; those that are gone leave the list. */
export function useRefresh(company: number, filters: ContentFilters): (ids: readonly number[]) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    async (ids) => {
      const query = { company_id: company, ids: [...ids], limit: ids.length, include: [...GLIMPSES] };
      const { rows } = await service.contents.list(query).page();
      const fresh = new Map(rows.map((row) => [row.id, row]));
      const asked = new Set(ids);
      const renew = (row: ListedArContent): ListedArContent[] => {
        const now = asked.has(row.id) ? fresh.get(row.id) : row;
        return now === undefined ? [] : [now];
      };
      queries.setQueryData<ContentPages>(
        keyOf(company, filters),
        (before) =>
          before && { ...before, pages: before.pages.map((page) => ({ ...page, rows: page.rows.flatMap(renew) })) },
      );
    },
    [company, filters, queries],
  );
}
