import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ArContent, RotationSchedule, Video } from 'ar-video-rotation-client';
import { service } from '../service/service';

/** More than a content has. */
const PAGE = 200;

/** What an edit of a content changes: everything of it, and its row in lists. */
export const touchedBy = (company: number, id: number) => [
  ['content', id],
  ['contents', company],
];

/** A content. */
export const useContent = (id: number): UseQueryResult<ArContent> =>
  useQuery({ queryKey: ['content', id], queryFn: ({ signal }) => service.contents.get(id, { signal }) });

/** The videos of a content, in their order. */
export const useVideos = (id: number): UseQueryResult<Video[]> =>
  useQuery({
    queryKey: ['content', id, 'videos'],
    queryFn: ({ signal }) => service.videos.list(id, { limit: PAGE }, { signal }).toArray(),
  });

/** The schedules of a content. */
export const useSchedules = (id: number): UseQueryResult<RotationSchedule[]> =>
  useQuery({
    queryKey: ['content', id, 'schedules'],
    queryFn: ({ signal }) => service.schedules.listOfContent(id, { limit: PAGE }, { signal }).toArray(),
  });
