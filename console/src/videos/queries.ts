import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Calendar, Daypart, Override } from 'ar-video-rotation-client';
import { service } from '../service/service';

/** The dayparts of a company. */
export const useDayparts = (company: number): UseQueryResult<Daypart[]> =>
  useQuery({
    queryKey: ['dayparts', company],
    queryFn: ({ signal }) => service.dayparts.list({ company_id: company, limit: 200 }, { signal }).toArray(),
  });

/** The calendars of a company. */
export const useCalendars = (company: number): UseQueryResult<Calendar[]> =>
  useQuery({
    queryKey: ['calendars', company],
    queryFn: ({ signal }) => service.calendars.list({ company_id: company, limit: 200 }, { signal }).toArray(),
  });

/** The overrides of a content, those that are over as well. */
export const useOverrides = (id: number): UseQueryResult<Override[]> =>
  useQuery({
    queryKey: ['content', id, 'overrides'],
    queryFn: ({ signal }) => service.overrides.list(id, { limit: 200 }, { signal }).toArray(),
  });
