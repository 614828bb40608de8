import { skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { CalendarSummary, Company, Daypart, Project, Session } from 'ar-video-rotation-client';
import { service } from './service';

/** Who is signed in. */
export const useSession = (): UseQueryResult<Session> =>
  useQuery({ queryKey: ['session'], queryFn: ({ signal }) => service.sessions.get({ signal }), staleTime: Infinity });

/** A company. @param id null: none is asked for */
export const useCompany = (id: number | null): UseQueryResult<Company> =>
  useQuery({
    queryKey: ['company', id],
    queryFn: id === null ? skipToken : ({ signal }) => service.companies.get(id, { signal }),
  });

/** Every company that the person may see. */
export const useCompanies = (): UseQueryResult<Company[]> =>
  useQuery({
    queryKey: ['companies'],
    queryFn: ({ signal }) => service.companies.list({ limit: 200 }, { signal }).toArray(),
  });

/** The projects of a company. */
export const useProjects = (company: number): UseQueryResult<Project[]> =>
  useQuery({
    queryKey: ['projects', company],
    queryFn: ({ signal }) => service.projects.list({ company_id: company, limit: 200 }, { signal }).toArray(),
  });

/** The hours of the week that a company has named. */
export const useDayparts = (company: number): UseQueryResult<Daypart[]> =>
  useQuery({
    queryKey: ['dayparts', company],
    queryFn: ({ signal }) => service.dayparts.list({ company_id: company, limit: 200 }, { signal }).toArray(),
  });

/** The days that a company has named. */
export const useCalendars = (company: number): UseQueryResult<CalendarSummary[]> =>
  useQuery({
    queryKey: ['calendars', company],
    queryFn: ({ signal }) => service.calendars.list({ company_id: company, limit: 200 }, { signal }).toArray(),
  });
