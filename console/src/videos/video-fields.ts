import type { Video, VideoChanges } from 'ar-video-rotation-client';
import { changedFields } from '../edits/changed-fields';

/** What of a video can be edited, as the form holds it. */
export interface VideoFields {
  title: string;
  /** As it is typed. */
  rotation_order: string;
  schedule_start: string | null;
  schedule_end: string | null;
  expires_at: string | null;
  daypart_id: number | null;
  calendar_id: number | null;
  calendar_mode: 'exclude' | 'only' | null;
  time_zone: string;
}

/** A part of the form. */
export interface VideoFormPart {
  company: number;
  fields: VideoFields;
  change: (part: Partial<VideoFields>) => void;
  /** What is wrong with a field. */
  faultOf: (field: keyof VideoFields) => string | undefined;
}

/** The fields as they are saved. */
export const fieldsOf = (video: Video): VideoFields => ({
  title: video.title,
  rotation_order: String(video.rotation_order),
  schedule_start: video.schedule_start,
  schedule_end: video.schedule_end,
  expires_at: video.expires_at,
  daypart_id: video.daypart_id,
  calendar_id: video.calendar_id,
  calendar_mode: video.calendar_mode,
  time_zone: video.time_zone,
});

/** What is sent for an edit: the fields that differ. What is no number the service refuses, as it does all else. */
export function changesBetween(before: VideoFields, now: VideoFields): VideoChanges {
  const { rotation_order, ...rest } = now;
  const all: VideoChanges = { ...rest, rotation_order: rotation_order.trim() === '' ? NaN : Number(rotation_order) };
  const changed = new Set<string>(changedFields(before, now));
  return Object.fromEntries(Object.entries(all).filter(([field]) => changed.has(field)));
}
