import { clockMarkAfter, HOUR_MS, unitsWithin, type Stretch } from '../time/calendar.js';

const DAY = 24 * HOUR_MS;
const MINUTE = 60_000;
/** How far apart marks are by the clock, the nearest first. */
const CLOCK_STEPS = [5 * MINUTE, 15 * MINUTE, 30 * MINUTE, ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS)];
/** So that their labels do not touch. */
const PX_PER_CLOCK = 44;
const PX_PER_DATE = 24;

/** What is told along the top of a stretch: its days or months, and marks within them. */
export interface Scale {
  spans: { unit: 'day' | 'month'; stretches: Stretch[] };
  marks: { unit: 'clock' | 'date'; at: number[] };
}

function clockMarks(stretch: Stretch, zone: string, pxPerMs: number): number[] {
  const step = CLOCK_STEPS.find((ms) => ms * pxPerMs >= PX_PER_CLOCK);
  if (step === undefined) return [];
  const marks: number[] = [];
  let at = clockMarkAfter(stretch.from - 1, step, zone);
  for (; at < stretch.to; at = clockMarkAfter(at, step, zone)) marks.push(at);
  return marks;
}

/** The first instants of the days of a stretch, else of its weeks, as there is room. */
function dateMarks(stretch: Stretch, zone: string, pxPerMs: number): number[] {
  const unit = DAY * pxPerMs >= PX_PER_DATE ? 'day' : 'week';
  return unitsWithin(unit, stretch, zone)
    .map(({ from }) => from)
    .filter((from) => from >= stretch.from);
}

/** The scale of a stretch in a zone, drawn with so many pixels a millisecond. */
export function scaleOf(stretch: Stretch, zone: string, pxPerMs: number): Scale {
  const length = stretch.to - stretch.from;
  if (length < 9 * DAY) {
    const days = unitsWithin('day', stretch, zone);
    return {
      spans: { unit: 'day', stretches: days },
      marks: { unit: 'clock', at: clockMarks(stretch, zone, pxPerMs) },
    };
  }
  const months = unitsWithin('month', stretch, zone);
  const marks = length < 40 * DAY ? dateMarks(stretch, zone, pxPerMs) : [];
  return { spans: { unit: 'month', stretches: months }, marks: { unit: 'date', at: marks } };
}
