import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id } from '../scalars.js';
import type { Kept } from './selection-memory.js';

/** A position of a sequence, and the video there. */
export interface Position {
  index: number;
  videoId: Id;
}

/** What a way to choose goes by. */
export interface Turn {
  schedule: RotationSchedule;
  /** The positions that can be shown, in order; at least one. */
  candidates: readonly Position[];
  /** What is live beneath overrides; null: nothing. */
  liveId: Id | null;
  /** The pending position, if it can be shown and is not live already. */
  asked: Position | undefined;
}

/** What a way to choose came to, and what it remembers of it. */
export interface Chosen {
  position: Position;
  kept: Kept;
}

/** A way to choose; it depends on its turn alone. */
export type Choosing = (turn: Turn) => Chosen;
