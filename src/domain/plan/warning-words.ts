import type { Warning, WarningKind } from './warnings.js';

const listOf = (ids: readonly number[]): string => ids.join(', ');

const MESSAGES: Readonly<Record<WarningKind, (warning: Warning) => string>> = {
  gap: () => 'Nothing is shown.',
  never_shown: ({ videoIds }) =>
    `Video ${listOf(videoIds)} is not shown, though everything that may show it had its turn.`,
  override_never_wins: ({ overrideIds }) => `Override ${listOf(overrideIds)} is in effect, but never seen.`,
  windows_overlap: ({ videoIds }) => `The windows of videos ${listOf(videoIds)} overlap; only one is shown at a time.`,
  slots_coincide: ({ scheduleIds, count }) =>
    `Slots of schedules ${listOf(scheduleIds)} fall on one instant, ${count === 1 ? 'once' : `${count} times`}; the last one is seen.`,
  expiry_cliff: ({ videoIds, count }) =>
    `With the expiry of video ${listOf(videoIds)}, ${count === 0 ? 'no video is' : 'one video is'} left.`,
};

/** A warning in a sentence. */
export const warningWords = (warning: Warning): string => MESSAGES[warning.kind](warning);
