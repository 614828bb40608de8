import type { Timeline } from 'ar-video-rotation-client';

/** The answer is then surely that of after the instant. */
const AFTER_MS = 50;
/** What others edit is seen after so long; of what comes in many answers it takes longer. */
const ASK_EVERY_MS = 30_000;
const ASK_FOR_ALL_EVERY_MS = 900_000;
/** What is due is committed within moments. */
const ASK_FOR_COMMIT_EVERY_MS = 2_000;

/** An answer looks some thousand steps ahead: what lies as far as this would take minutes to get to. */
const MOST_ANSWERS = 100;

/** How many segments or cells were told. */
const countOf = (pages: readonly Timeline[]): number =>
  pages.reduce((sum, { segments, cells }) => sum + (segments ?? cells ?? []).length, 0);

/** Whether no more answers are asked for. @param most as many segments or cells as are wanted */
export const isEnough = (pages: readonly Timeline[], most: number): boolean =>
  countOf(pages) >= most || pages.length >= MOST_ANSWERS;

/**
 * When a timeline is to be asked for anew: when what is live now ends, until what is due is committed, and every so often.
 * @param most as many as were wanted. @param now and `askedAt` by the service's clock
 */
export function askAgainAt(
  pages: readonly Timeline[],
  { askedAt, now, most }: { askedAt: number; now: number; most: number },
): number {
  const [page] = pages;
  if (page === undefined || pages.length > 1 || isEnough(pages, most)) return askedAt + ASK_FOR_ALL_EVERY_MS;
  const usual = askedAt + ASK_EVERY_MS;
  const current = (page.segments ?? page.cells ?? []).find(({ to }) => Date.parse(to) > now);
  if (current === undefined || Date.parse(current.from) > now) return usual;
  // What is seen at the beginning began before it, and was committed.
  const isUncommitted = page.segments !== null && current.from > page.seam && current.from > page.from;
  return Math.min(usual, isUncommitted ? askedAt + ASK_FOR_COMMIT_EVERY_MS : Date.parse(current.to) + AFTER_MS);
}
