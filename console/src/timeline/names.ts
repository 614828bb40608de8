import { useMemo } from 'react';
import type { TimelineSegment } from 'ar-video-rotation-client';
import type { Texts } from '../texts/en';
import { useTexts } from '../texts/texts';
import type { Layer } from './layers';
import type { Things } from './use-things';

/** What things of a timeline are called. */
export interface Names {
  /** @param id null: nothing is shown */
  video: (id: number | null) => string;
  schedule: (id: number) => string;
  /** With what it does. */
  scheduleInWords: (id: number) => string;
  override: (id: number) => string;
  /** Why something is seen. */
  why: (segment: TimelineSegment) => string;
  layer: (layer: Layer) => string;
}

function namesOf({ videos, schedules, overrides, areLoaded }: Things, { timeline, reasons }: Texts): Names {
  const video = (id: number | null): string => {
    if (id === null) return timeline.nothing;
    return videos.get(id)?.title ?? (areLoaded ? timeline.deletedVideo(id) : timeline.video(id));
  };
  const schedule = (id: number): string => {
    const isGone = areLoaded && !schedules.has(id);
    return isGone ? timeline.deletedSchedule(id) : timeline.schedule(id);
  };
  const scheduleInWords = (id: number): string => [schedule(id), schedules.get(id)?.words].filter(Boolean).join(': ');
  const override = (id: number): string => {
    const note = overrides.get(id)?.note ?? '';
    return note === '' ? timeline.override(id) : timeline.overrideNote(id, note);
  };
  const why = ({ reason, schedule_id, override_id }: TimelineSegment): string => {
    if (override_id !== null) return override(override_id);
    if (schedule_id !== null) return schedule(schedule_id);
    // A newer service may know others.
    return reason === null ? timeline.unknownReason : (reasons[reason] ?? reason);
  };
  const layer = (row: Layer): string => {
    if (row.kind === 'schedule') return scheduleInWords(row.id);
    return row.kind === 'reason' ? (timeline.layerReasons[row.reason] ?? row.reason) : timeline.layers[row.kind];
  };
  return { video, schedule, scheduleInWords, override, why, layer };
}

/** What things of a timeline are called, in the language that was chosen. */
export function useNames(things: Things): Names {
  const texts = useTexts();
  return useMemo(() => namesOf(things, texts), [things, texts]);
}
