import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Override } from 'ar-video-rotation-client';
import { service } from '../service/service';

/** The overrides of a content, those that are over as well. */
export const useOverrides = (id: number): UseQueryResult<Override[]> =>
  useQuery({
    queryKey: ['content', id, 'overrides'],
    queryFn: ({ signal }) => service.overrides.list(id, { limit: 200 }, { signal }).toArray(),
  });
