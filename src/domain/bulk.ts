import { inSentences, RETRYABLE, type AppError, type ErrorCode, type FieldCode, type FieldError } from './errors.js';
import type { RotationType } from './recurrence/timing-rule.js';
import type { Missed } from './rotation-schedule.js';
import type { Id, Instant } from './scalars.js';

export const BULK_ACTIONS = ['pause', 'resume', 'rotate', 'skip', 'delete'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

export const BULK_STATUSES = ['under_way', 'done', 'cancelled'] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];

/** `remaining`: not done yet; of a bulk that was cancelled, for good. */
export const BULK_ITEM_STATUSES = ['remaining', 'done', 'refused'] as const;
export type BulkItemStatus = (typeof BULK_ITEM_STATUSES)[number];

/** Which schedules of a company a bulk is about: those that fit each field. Without a field: all. */
export interface BulkFilter {
  project_id?: Id;
  ar_content_ids?: readonly Id[];
  schedule_ids?: readonly Id[];
  rotation_type?: RotationType;
  is_active?: boolean;
  /** Whether anything was carried out late, and whether a try ever failed. */
  late?: boolean;
  failed?: boolean;
  /** Those whose next slot is not later. */
  due_before?: Instant;
}

/** What is done to each schedule of a bulk. */
export interface BulkRequest {
  action: BulkAction;
  filter: BulkFilter;
  /** Why; of a pause, each schedule says it, too. */
  note: string | null;
  /** When paused schedules go on by themselves; null: when somebody says so. */
  resume_at: Instant | null;
  /** What is done about slots that fall or fell into a pause; null: nothing, or as the pause said. */
  missed: Missed | null;
}

/** One action on many schedules of a company, each in a transaction of its own. */
export interface Bulk extends BulkRequest {
  id: Id;
  company_id: Id;
  status: BulkStatus;
  /** Who started it: what it does is done in their name. */
  actor: string;
  /** How many schedules it is about, and what has become of them, as last counted while it is under way. */
  total: number;
  done: number;
  refused: number;
  ended_at: Instant | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** One schedule of a bulk, and what has become of it. */
export interface BulkItem {
  id: Id;
  bulk_id: Id;
  schedule_id: Id;
  ar_content_id: Id;
  status: BulkItemStatus;
  /** Why it was refused, for programs and for people. */
  code: ErrorCode | null;
  message: string | null;
  ended_at: Instant | null;
}

/** Why an item was refused. */
export type BulkRefusal = Required<{ [K in 'code' | 'message']: NonNullable<BulkItem[K]> }>;

const TAKES: Readonly<Record<'until' | 'missed', readonly BulkAction[]>> = {
  until: ['pause'],
  missed: ['pause', 'resume'],
};

/** What an action does not take. @param now by which `until` has to lie in the future */
export function bulkFaults({ action, resume_at, missed }: Omit<BulkRequest, 'filter' | 'note'>, now: Instant) {
  const faults: FieldError[] = [];
  const refuse = (field: string, message: string, code: FieldCode = 'invalid'): void =>
    void faults.push({ field, message, code });
  if (resume_at !== null && !TAKES.until.includes(action)) refuse('until', `is of a pause, not of ${action}`);
  else if (resume_at !== null && resume_at <= now) refuse('until', 'must be in the future', 'out_of_order');
  if (missed !== null && !TAKES.missed.includes(action)) refuse('missed', `is of pause and resume, not of ${action}`);
  return faults;
}

/** How often a schedule is tried again that its rotations, or a fault of ours, keep from being edited. */
export const MAX_BULK_ATTEMPTS = 10;

/**
 * Whether a fault is of everything at this moment, so that no other schedule needs to be tried either: the database is
 * away, say.
 */
export const isOfAll = ({ code }: AppError): boolean => RETRYABLE[code] && code !== 'busy' && code !== 'internal_error';

/** Why an item is refused for a fault that will not go away. A schedule that is not there any more is `gone`. */
export function refusalOf(fault: AppError, scheduleId: Id): BulkRefusal {
  if (fault.code !== 'not_found') return { code: fault.code, message: inSentences(fault) };
  return { code: 'gone', message: `Rotation schedule ${scheduleId} was deleted meanwhile.` };
}

/** What is still to be done of a bulk. */
export const remainingOf = ({ total, done, refused }: Pick<Bulk, 'total' | 'done' | 'refused'>): number =>
  total - done - refused;

/** How far a bulk is, in words for operators. */
export function bulkWords(bulk: Pick<Bulk, 'action' | 'status' | 'total' | 'done' | 'refused'>): string {
  const { action, status, total, done, refused } = bulk;
  const counts = `${action}: ${done} of ${total} schedules are done, ${refused} refused`;
  return status === 'cancelled' ? `${counts}, and the rest was cancelled` : counts;
}
