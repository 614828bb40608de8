import { segmentAt } from '../recurrence/time-zone.js';
import type { Instant } from '../scalars.js';

/** `20261128T090000`, of the epoch ms that a wall-clock time would be in UTC. */
export const wallText = (wall: number): string => new Date(wall).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

/** `+0130`; seconds are told only where there are some. */
function offsetText(offset: number): string {
  const size = new Date(Math.abs(offset)).toISOString().slice(11, 19).replaceAll(':', '');
  return `${offset < 0 ? '-' : '+'}${size.endsWith('00') ? size.slice(0, 4) : size}`;
}

function observance(name: 'STANDARD' | 'DAYLIGHT', start: string, from: number, to: number): string[] {
  const offsets = [`TZOFFSETFROM:${offsetText(from)}`, `TZOFFSETTO:${offsetText(to)}`];
  return [`BEGIN:${name}`, `DTSTART:${start}`, ...offsets, `END:${name}`];
}

/** A component that says how the clocks of a zone go in a stretch of time, change by change. */
export function zoneLines(timeZone: string, from: Instant, to: Instant): string[] {
  let segment = segmentAt(timeZone, from);
  const lines = observance('STANDARD', '19700101T000000', segment.offset, segment.offset);
  while (segment.end < to) {
    const { end, offset, offsetAfter } = segment;
    const name = offsetAfter > offset ? 'DAYLIGHT' : 'STANDARD';
    if (offsetAfter !== offset) lines.push(...observance(name, wallText(end + offset), offset, offsetAfter));
    segment = segmentAt(timeZone, end);
  }
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...lines, 'END:VTIMEZONE'];
}

/** An instant as a property: on the clocks of the zone, or in UTC when these show it for the second time. */
export function instantLine(property: string, timeZone: string, at: Instant): string {
  const { start, offset, offsetBefore } = segmentAt(timeZone, at);
  const isRepeated = at - start < offsetBefore - offset;
  return isRepeated ? `${property}:${wallText(at)}Z` : `${property};TZID=${timeZone}:${wallText(at + offset)}`;
}
