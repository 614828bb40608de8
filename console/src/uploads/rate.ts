/** How fast bytes got through lately. */
export interface Rate {
  /** Null: it is not known yet. */
  bytesPerSecond: number | null;
  /** When it was last looked at, in milliseconds of any one clock, and how many bytes were through; null: never. */
  seen: { at: number; bytes: number } | null;
}

export const NO_RATE: Rate = { bytesPerSecond: null, seen: null };

/** Shorter stretches tell of buffers, not of lines. */
const STRETCH_MS = 1_000;
/** How much the last stretch counts beside those before. */
const WEIGHT = 0.3;

/** The rate after so many bytes got through by an instant. */
export function rateAfter(before: Rate, bytes: number, at: number): Rate {
  const { seen, bytesPerSecond } = before;
  // An upload that goes on may begin with fewer bytes than were sent.
  if (seen === null || bytes < seen.bytes) return { ...before, seen: { at, bytes } };
  if (at - seen.at < STRETCH_MS) return before;
  const lately = ((bytes - seen.bytes) * 1_000) / (at - seen.at);
  const rate = bytesPerSecond === null ? lately : bytesPerSecond + WEIGHT * (lately - bytesPerSecond);
  return { bytesPerSecond: rate, seen: { at, bytes } };
}

/** In how many milliseconds the rest is through; null: nobody knows. */
export const msLeft = ({ bytesPerSecond }: Rate, bytesLeft: number): number | null =>
  bytesPerSecond === null || bytesPerSecond < 1 ? null : (bytesLeft / bytesPerSecond) * 1_000;
