import type { ByteRange } from '../../storage/video-storage.js';

/** What a Range header asks for: all of the file, parts of it that do not touch, or nothing that the file has. */
export type WantedRanges = 'whole' | 'unsatisfiable' | readonly ByteRange[];

/** More ranges than any player asks for. A request for more is answered with the whole file, which costs less. */
const MAX_RANGES = 16;

/** Two parts with a smaller gap are sent as one: the head of a part takes more bytes than that. */
const MIN_GAP = 100;

/**
 * Reads a Range header (RFC 9110, 14.2). Ranges that overlap, or nearly touch, become one, so that no byte is sent twice
 * whatever is asked for. A header that is malformed, or of another unit, counts as none.
 */
export function wantedRanges(header: string | undefined, sizeBytes: number): WantedRanges {
  const [, set = ''] = /^bytes=(.*)$/i.exec(header ?? '') ?? [];
  const specs = set.split(',').flatMap((spec) => spec.trim() || []);
  if (specs.length === 0 || specs.length > MAX_RANGES) return 'whole';
  const ranges = specs.map((spec) => rangeOf(spec, sizeBytes));
  if (ranges.includes('malformed')) return 'whole';
  const satisfiable = ranges.filter((range) => typeof range === 'object');
  return satisfiable.length === 0 ? 'unsatisfiable' : coalesce(satisfiable);
}

function rangeOf(spec: string, sizeBytes: number): ByteRange | 'malformed' | 'unsatisfiable' {
  const [, first, last, suffix] = /^(?:(\d+)-(\d*)|-(\d+))$/.exec(spec) ?? [];
  if (suffix !== undefined) {
    const start = Math.max(0, sizeBytes - Number(suffix));
    return start < sizeBytes ? { start, end: sizeBytes - 1 } : 'unsatisfiable';
  }
  if (first === undefined) return 'malformed';
  const start = Number(first);
  const end = last === undefined || last === '' ? Infinity : Number(last);
  if (end < start) return 'malformed';
  return start < sizeBytes ? { start, end: Math.min(end, sizeBytes - 1) } : 'unsatisfiable';
}

/** In the order in which they were asked for; one that was made of several stands where its first was. */
function coalesce(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: (ByteRange & { order: number })[] = [];
  const inFile = ranges.map((range, order) => ({ ...range, order })).toSorted((a, b) => a.start - b.start);
  for (const range of inFile) {
    const before = merged.at(-1);
    if (before === undefined || range.start > before.end + MIN_GAP) {
      merged.push(range);
      continue;
    }
    before.end = Math.max(before.end, range.end);
    before.order = Math.min(before.order, range.order);
  }
  return merged.toSorted((a, b) => a.order - b.order).map(({ start, end }) => ({ start, end }));
}
