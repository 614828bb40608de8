import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

/** By what contents can be found that want attention; '': by nothing. */
export const STATES = ['', 'late', 'paused', 'failed_video'] as const;
/** '': active or not. */
export const ACTIVES = ['', 'true', 'false'] as const;
export const SORTS = ['title', '-title', '-id', 'id', 'next_step_at'] as const;

/** What is asked of the list, in the words of the address: it can be shared, and gone back to. */
export interface ContentFilters {
  q: string;
  state: (typeof STATES)[number];
  active: (typeof ACTIVES)[number];
  /** The id of one; '': all. */
  project: string;
  sort: (typeof SORTS)[number];
}

const ID = /^[1-9]\d{0,14}$/;

/** The words of the address, of those that mean something. */
function filtersIn(params: URLSearchParams): ContentFilters {
  const project = params.get('project') ?? '';
  return {
    q: params.get('q') ?? '',
    state: STATES.find((state) => state === params.get('state')) ?? '',
    active: ACTIVES.find((active) => active === params.get('active')) ?? '',
    project: ID.test(project) ? project : '',
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'title',
  };
}

/** The filters, and how to change one: an empty text takes it away. */
export function useContentFilters() {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => filtersIn(params), [params]);
  const change = useCallback(
    (name: keyof ContentFilters, value: string) =>
      setParams(
        (before) => {
          const changed = new URLSearchParams(before);
          if (value === '') changed.delete(name);
          else changed.set(name, value);
          return changed;
        },
        { replace: true },
      ),
    [setParams],
  );
  const clear = useCallback(() => setParams({ sort: filters.sort }), [setParams, filters.sort]);
  const { q, state, active, project } = filters;
  return { filters, change, clear, isNarrowed: q + state + active + project !== '' };
}
