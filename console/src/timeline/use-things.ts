import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { LiveAt, Override, RotationSchedule, Video } from 'ar-video-rotation-client';
import { useSchedules, useVideos } from '../content/queries';
import { service } from '../service/service';

const byId = <T extends { id: number }>(things: readonly T[] | undefined): ReadonlyMap<number, T> =>
  new Map(things?.map((thing) => [thing.id, thing]));

/** What a timeline speaks of by ids. What was deleted meanwhile is not there. */
export interface Things {
  videos: ReadonlyMap<number, Video>;
  schedules: ReadonlyMap<number, RotationSchedule>;
  overrides: ReadonlyMap<number, Override>;
  /** Until then nobody knows what was deleted. */
  areLoaded: boolean;
}

/** The videos, schedules and overrides of a content. */
export function useThings(content: number): Things {
  const { data: videos } = useVideos(content);
  const { data: schedules } = useSchedules(content);
  const { data: overrides } = useQuery({
    queryKey: ['content', content, 'overrides'],
    queryFn: ({ signal }): Promise<Override[]> => service.overrides.list(content, { limit: 200 }, { signal }).toArray(),
  });
  return useMemo(
    () => ({
      videos: byId(videos),
      schedules: byId(schedules),
      overrides: byId(overrides),
      areLoaded: videos !== undefined && schedules !== undefined && overrides !== undefined,
    }),
    [videos, schedules, overrides],
  );
}

/** Who or what led to what is live at an instant. @param at ISO 8601 */
export const useLiveAt = (content: number, at: string) =>
  useQuery({
    queryKey: ['content', content, 'timeline', 'live', at],
    queryFn: ({ signal }): Promise<LiveAt> => service.contents.liveAt(content, { at }, { signal }),
  });
