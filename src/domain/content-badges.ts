import { forecastOf } from './plan/forecast.js';
import { LATE_MS } from './plan/lateness.js';
import { isContentOpen, liveAt } from './plan/live.js';
import type { ContentState } from './plan/content-state.js';
import type { Instant } from './scalars.js';

/** What whoever looks after many contents wants to see of each at a glance. */
export const BADGES = ['dark', 'dark_soon', 'late', 'paused', 'overridden', 'failed_video'] as const;
export type Badge = (typeof BADGES)[number];

/** Those by which contents can be found: an index knows them. */
export const FOUND_BADGES = ['late', 'paused', 'failed_video'] as const satisfies readonly Badge[];
export type FoundBadge = (typeof FOUND_BADGES)[number];

/** So far ahead darkness counts as soon. */
const SOON_MS = 7 * 24 * 3_600_000;

/** A content that is overdue at `now` had its next step by then. */
export const lateSince = (now: Instant): Instant => now - LATE_MS;

/**
 * The badges of a content at `now`. A content that is inactive or over is not dark: it shows nothing on purpose.
 * @param committed the state as its rows say. @param present the same with every step due by now applied
 */
export function badgesOf(committed: ContentState, present: ContentState, now: Instant): Badge[] {
  const { next_step_at: nextStepAt } = committed.arContent;
  const live = liveAt(present, now);
  const darkAt = forecastOf(present, now, now + SOON_MS)?.darkAt ?? null;
  const holds: Record<Badge, boolean> = {
    dark: isContentOpen(present, now) && live === null,
    dark_soon: darkAt !== null && live !== null,
    late: nextStepAt !== null && nextStepAt <= lateSince(now),
    paused: present.schedules.some(({ inactive_reason: reason }) => reason === 'paused'),
    overridden: live?.reason === 'override',
    failed_video: present.videos.some(({ status }) => status === 'failed'),
  };
  return BADGES.filter((badge) => holds[badge]);
}
