import { AppError } from './errors.js';
import type { Id, Instant } from './scalars.js';

/** Which video an AR content shows while a release is live. */
export interface ReleaseItem {
  ar_content_id: Id;
  video_id: Id;
}

/** Videos that many AR contents of a company begin to show at one instant, each by an override. */
export interface Release {
  id: Id;
  company_id: Id;
  name: string;
  note: string | null;
  /** When it goes live; clients call it `at`. */
  live_at: Instant;
  /** When what was there before is shown again; null: until it is reverted. */
  revert_at: Instant | null;
  /** Of its overrides. */
  priority: number;
  /** By `ar_content_id`, each once. */
  items: readonly ReleaseItem[];
  cancelled_at: Instant | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** An item, and what has become of it. */
export interface FoundItem extends ReleaseItem {
  /** Null: it was cancelled, or its video or content was deleted. */
  override_id: Id | null;
  /** Whether the content was deleted. */
  is_gone: boolean;
}

/** A release with what has become of each item. */
export interface FoundRelease {
  id: Id;
  release: Release;
  items: readonly FoundItem[];
}

/** Whatever is done to a release shows no sooner than this. Until then every process has heard of it. */
export const RELEASE_LEAD_MS = 10_000;

export const RELEASE_STATES = ['planned', 'live', 'over', 'cancelled'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** `gone`: its content was deleted; `ended`: its video was, while the release was planned or live. */
export const ITEM_STATES = [...RELEASE_STATES, 'gone', 'ended'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** What a release is at an instant. */
export function releaseStateAt(
  { cancelled_at, live_at, revert_at }: Pick<Release, 'cancelled_at' | 'live_at' | 'revert_at'>,
  at: Instant,
): ReleaseState {
  if (cancelled_at !== null) return 'cancelled';
  if (at < live_at) return 'planned';
  return at < (revert_at ?? Infinity) ? 'live' : 'over';
}

/** What an item of a release in this state is. */
export function itemState({ override_id, is_gone }: FoundItem, state: ReleaseState): ItemState {
  if (is_gone) return 'gone';
  const isDue = state === 'planned' || state === 'live';
  return override_id === null && isDue ? 'ended' : state;
}

const WORDS: Record<ReleaseState, string> = {
  planned: 'is not live yet, so it can be cancelled, not reverted',
  live: 'is live, or will be within ten seconds: its name, note and revert_at can be changed, and it can be reverted',
  over: 'is over, or will be within ten seconds',
  cancelled: 'is cancelled',
};

/**
 * @param soonest from when on a change shows: what the release is right before that cannot be changed any more.
 * @returns what it is then. @throws AppError `conflict` unless that is one of `wanted`.
 */
export function requireReleaseState(release: Release, soonest: Instant, wanted: readonly ReleaseState[]): ReleaseState {
  const state = releaseStateAt(release, soonest - 1);
  if (!wanted.includes(state)) throw new AppError('conflict', `Release ${release.id} ${WORDS[state]}.`);
  return state;
}
