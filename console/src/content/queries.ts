import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ArContent, RotationSchedule, Video } from 'ar-video-rotation-client';
import { service } from '../service/service';

/** More than a content has. */
const PAGE = 200;
/** How often something is asked for that is being worked on. */
const WORK_MS = 1_000;

/** Whether a video becomes what it is to be by itself. */
const isInWork = ({ status }: Pick<Video, 'status'>): boolean => status === 'processing';

/** What an edit of a content changes: everything of it, and its row in lists. */
export const touchedBy = (company: number, id: number) => [
  ['content', id],
  ['contents', company],
];

/** A content. */
export const useContent = (id: number): UseQueryResult<ArContent> =>
  useQuery({ queryKey: ['content', id], queryFn: ({ signal }) => service.contents.get(id, { signal }) });

/** The videos of a content by their ids; asked for again while some are being processed. */
export const useVideos = (id: number): UseQueryResult<Video[]> =>
  useQuery({
    queryKey: ['content', id, 'videos'],
    queryFn: ({ signal }) => service.videos.list(id, { limit: PAGE }, { signal }).toArray(),
    refetchInterval: ({ state }) => state.data?.some(isInWork) === true && WORK_MS,
  });

/** A video of a content; asked for again while it is being processed. */
export const useVideo = (id: number, video: number): UseQueryResult<Video> =>
  useQuery({
    queryKey: ['content', id, 'video', video],
    queryFn: ({ signal }) => service.videos.get(video, { signal }),
    refetchInterval: ({ state }) => state.data !== undefined && isInWork(state.data) && WORK_MS,
  });

/** The schedules of a content. */
export const useSchedules = (id: number): UseQueryResult<RotationSchedule[]> =>
  useQuery({
    queryKey: ['content', id, 'schedules'],
    queryFn: ({ signal }) => service.schedules.listOfContent(id, { limit: PAGE }, { signal }).toArray(),
  });
