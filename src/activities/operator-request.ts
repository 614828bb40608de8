import type { Missed } from '../domain/rotation-schedule.js';

// What operators ask of a schedule's workflow: JSON that was typed by hand, so it is checked before it is believed.

export interface PauseRequest {
  note?: string | null;
  /** ISO 8601 with `Z` or an offset. */
  until?: string | null;
  missed?: Missed;
}

export interface ResumeRequest {
  missed?: Missed;
}

export interface PositionRequest {
  /** Of the sequence, from 0. */
  position: number;
}

export type OperatorRequest =
  | ({ kind: 'pause' } & PauseRequest)
  | ({ kind: 'resume' } & ResumeRequest)
  | { kind: 'skipNext' }
  | ({ kind: 'setPosition' } & PositionRequest);

/** A request, and the schedule it is about. */
export interface OperatorTask {
  scheduleId: number;
  requestId: string;
  request: OperatorRequest;
}
