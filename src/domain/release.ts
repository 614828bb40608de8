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
  /** The last that endpoints were told of it; null: nothing yet. */
  told: ReleaseTurn | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** What a release does by the clock, in this order. */
export type ReleaseTurn = 'live' | 'over';

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

/** A turn that a release took, and when. */
export interface TakenTurn {
  turn: ReleaseTurn;
  at: Instant;
}

/** What a release has done by an instant without anybody being told of it, in order. */
export function untoldTurns(
  release: Pick<Release, 'cancelled_at' | 'live_at' | 'revert_at' | 'told'>,
  at: Instant,
): TakenTurn[] {
  if (release.cancelled_at !== null) return [];
  const turns: TakenTurn[] = [{ turn: 'live', at: release.live_at }];
  if (release.revert_at !== null) turns.push({ turn: 'over', at: release.revert_at });
  const told = release.told === null ? 0 : turns.findIndex(({ turn }) => turn === release.told) + 1;
  return turns.slice(told).filter((one) => one.at <= at);
}

/** When a release does something next, after an instant; null: nothing any more, or not before somebody says when. */
export function nextTurnAfter(
  release: Pick<Release, 'cancelled_at' | 'live_at' | 'revert_at'>,
  at: Instant,
): Instant | null {
  const state = releaseStateAt(release, at);
  if (state === 'planned') return release.live_at;
  return state === 'live' ? release.revert_at : null;
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
