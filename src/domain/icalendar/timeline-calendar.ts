import type { TimelineSegment } from '../plan/segments.js';
import type { Id, Instant } from '../scalars.js';
import { escapeText, foldLine } from './content-lines.js';
import { instantLine, wallText, zoneLines } from './zone-lines.js';

/** The most events of a calendar, and how many of them may be to come where there are as many of the past. */
const MAX_EVENTS = 1_000;
const MAX_COMING = 700;

export interface TimelineCalendar {
  title: string;
  /** Makes the ids of events those of this content. */
  uniqueId: string;
  timeZone: string;
  /** What was looked at. */
  from: Instant;
  to: Instant;
  /** The present; it is written as when the calendar was made. */
  now: Instant;
  segments: readonly TimelineSegment[];
  titles: ReadonlyMap<Id, string>;
}

const isShown = (segment: TimelineSegment): segment is TimelineSegment & { videoId: Id } => segment.videoId !== null;

/** Those around the present, where there are too many. */
function chosen({ segments, now }: TimelineCalendar): (TimelineSegment & { videoId: Id })[] {
  const shown = segments.filter(isShown);
  const coming = shown.filter(({ to }) => to > now).slice(0, MAX_COMING);
  const past = shown.filter(({ to }) => to <= now).slice(coming.length - MAX_EVENTS);
  return [...past, ...coming];
}

function whyOf({ reason, scheduleId, overrideId }: TimelineSegment): string {
  const by = scheduleId ?? overrideId;
  return [reason ?? 'unknown', ...(by === null ? [] : [by])].join(' ');
}

function eventLines(calendar: TimelineCalendar, segment: TimelineSegment & { videoId: Id }): string[] {
  const { uniqueId, timeZone, from, now, titles } = calendar;
  // What was there before has no beginning that would stay the same from day to day.
  const begun = segment.from <= from ? 'before' : wallText(segment.from);
  return [
    'BEGIN:VEVENT',
    `UID:${begun}-${uniqueId}`,
    `DTSTAMP:${wallText(now)}Z`,
    instantLine('DTSTART', timeZone, segment.from),
    instantLine('DTEND', timeZone, segment.to),
    `SUMMARY:${escapeText(titles.get(segment.videoId) ?? `Video ${segment.videoId}`)}`,
    `DESCRIPTION:${escapeText(`Video ${segment.videoId}: ${whyOf(segment)}`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** What a content shows, as a calendar of RFC 5545: an event for each video, as long as it is shown. */
export function timelineCalendar(calendar: TimelineCalendar): string {
  const { title, timeZone, from, to } = calendar;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//AR video rotation//Timeline//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(title)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...zoneLines(timeZone, from, to),
    ...chosen(calendar).flatMap((segment) => eventLines(calendar, segment)),
    'END:VCALENDAR',
  ];
  return lines.map(foldLine).join('');
}
