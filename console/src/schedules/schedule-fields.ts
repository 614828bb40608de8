import type { RotationSchedule, RotationScheduleChanges, RotationScheduleInput, Video } from 'ar-video-rotation-client';
import { isSame } from '../edits/changed-fields';
import { localTimeOf, meantBy, NO_TIME, type LocalTime } from '../time/local-time';
import type { Sequence } from './positions';
import { choiceOf, ruleOf, type RuleChoice } from './rule-choice';

/** A schedule as it is written in the form. */
export interface ScheduleFields {
  rule: RuleChoice;
  sequence: Sequence;
  selection: RotationSchedule['selection'];
  /** null: it is being typed. */
  no_repeat_last: number | null;
  time_zone: string;
  /** In `time_zone`. */
  starts: LocalTime;
  ends: LocalTime;
  daypart_id: number | null;
  calendar: { id: number; mode: 'exclude' | 'only' } | null;
  dst_gap: RotationSchedule['dst_gap'];
  /** null: as it follows from the rule. */
  dst_overlap: RotationSchedule['dst_overlap'] | null;
  /** Of a new schedule: what its preview was drawn from comes true. */
  random_seed: number | null;
}

/** Fields of the service, by which it tells faults. */
export const FAULT_FIELDS = [
  'rotation_type',
  'time_of_day',
  'day_of_week',
  'day_of_month',
  'cron_expression',
  'interval_seconds',
  'rrule',
  'video_sequence',
  'current_index',
  'weights',
  'selection',
  'no_repeat_last',
  'time_zone',
  'starts_at',
  'ends_at',
  'daypart_id',
  'calendar_id',
  'calendar_mode',
  'dst_gap',
  'dst_overlap',
] as const;

const newSeed = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1;

/** What a new schedule begins with: every video that can be shown, one a day. */
export const newFields = (videos: readonly Video[], time_zone: string): ScheduleFields => ({
  rule: { kind: 'daily', time: '09:00' },
  sequence: {
    positions: videos.filter(({ status }) => status === 'ready').map(({ id }) => ({ video: id, weight: 1 })),
    begin: null,
  },
  selection: 'sequential',
  no_repeat_last: 0,
  time_zone,
  starts: NO_TIME,
  ends: NO_TIME,
  daypart_id: null,
  calendar: null,
  dst_gap: 'shift',
  dst_overlap: null,
  random_seed: newSeed(),
});

/** A schedule as the form shows it. */
export const fieldsOfSchedule = (schedule: RotationSchedule): ScheduleFields => ({
  rule: choiceOf(schedule),
  sequence: {
    positions: schedule.video_sequence.map((video, n) => ({ video, weight: schedule.weights?.[n] ?? 1 })),
    begin: null,
  },
  selection: schedule.selection,
  no_repeat_last: schedule.no_repeat_last,
  time_zone: schedule.time_zone,
  starts: localTimeOf(schedule.starts_at, schedule.time_zone),
  ends: localTimeOf(schedule.ends_at, schedule.time_zone),
  daypart_id: schedule.daypart_id,
  calendar:
    schedule.calendar_id === null || schedule.calendar_mode === null
      ? null
      : { id: schedule.calendar_id, mode: schedule.calendar_mode },
  dst_gap: schedule.dst_gap,
  dst_overlap: schedule.dst_overlap_given ? schedule.dst_overlap : null,
  random_seed: null,
});

/** The position that an order comes to next: by the video that the service says, as it may pass over some. */
export function nextPosition(schedule: RotationSchedule): number {
  const { video_sequence, current_index, position_pending, next_video_id } = schedule;
  const count = Math.max(1, video_sequence.length);
  const from = position_pending ? current_index : current_index + 1;
  const ahead = video_sequence.findIndex((_, n) => video_sequence[(from + n) % count] === next_video_id);
  return (from + Math.max(0, ahead)) % count;
}

/** Whether videos come in their order: the older form chooses at random, whatever else is said. */
export const isInOrder = ({ selection, rule }: ScheduleFields): boolean =>
  selection === 'sequential' && rule.kind !== 'older';

/** What is no time, or is one of a zone that the browser does not know, is left to the service as it is. */
function instantIn(local: LocalTime, zone: string): string | null {
  if (local.text === '') return null;
  const meant = meantBy(local, zone);
  return meant === null ? local.text : new Date(meant.at).toISOString();
}

/** What the form says, in the words of the service. */
export function inputOf(fields: ScheduleFields): RotationScheduleInput {
  const { sequence, selection, time_zone, calendar, random_seed } = fields;
  return {
    ...ruleOf(fields.rule),
    video_sequence: sequence.positions.map(({ video }) => video),
    selection,
    weights: selection === 'weighted' ? sequence.positions.map(({ weight }) => weight) : null,
    no_repeat_last: fields.no_repeat_last ?? 0,
    time_zone,
    starts_at: instantIn(fields.starts, time_zone),
    ends_at: fields.rule.kind === 'once' ? null : instantIn(fields.ends, time_zone),
    daypart_id: fields.daypart_id,
    calendar_id: calendar?.id ?? null,
    calendar_mode: calendar?.mode ?? null,
    dst_gap: fields.dst_gap,
    dst_overlap: fields.dst_overlap,
    ...(sequence.begin !== null && { current_index: sequence.begin }),
    ...(random_seed !== null && { random_seed }),
  };
}

/** What of the form is otherwise than it was, in the words of the service. */
export function scheduleChangesBetween(before: ScheduleFields, now: ScheduleFields): RotationScheduleChanges {
  const was = new Map<string, unknown>(Object.entries(inputOf(before)));
  const { random_seed: _fixed, ...input } = inputOf(now);
  return Object.fromEntries(Object.entries(input).filter(([field, value]) => !isSame(value, was.get(field))));
}

/** Whether a schedule is as it is written, wherever it stands in its order. */
export const saysSame = (saved: ScheduleFields, written: ScheduleFields): boolean =>
  Object.keys(scheduleChangesBetween(saved, written)).every((field) => field === 'current_index');

/** What takes changes back: the same fields, as they were. */
export function takenBack(schedule: RotationSchedule, changes: RotationScheduleChanges): RotationScheduleChanges {
  const changed = new Set(Object.keys(changes));
  const was = Object.entries(inputOf(fieldsOfSchedule(schedule))).filter(([field]) => changed.has(field));
  const moves = changed.has('video_sequence') || changed.has('current_index');
  return { ...Object.fromEntries(was), ...(moves && { current_index: nextPosition(schedule) }) };
}
