import type { Id, Instant } from './scalars.js';

/** The kinds of events that an endpoint may be told of, and what each means. A new kind begins here. */
export const WEBHOOK_EVENTS = {
  'rotation.done': 'An AR content shows another video, whatever made it: a schedule, a hand, a window, an override',
  'rotation.will_change': 'An AR content is about to show another video, or is not after all (`withdrawn`)',
  'rotation.late': 'A slot was committed ten seconds or more after its instant; readers saw it on time',
  'rotation.failed': 'A slot came, and no video could be shown',
  'schedule.ended': 'A schedule has no slot left',
  'content.going_dark':
    'An AR content will show nothing from an instant on, or is not going to after all (`withdrawn`)',
  'content.dark': 'An AR content shows nothing any more',
  'video.ready': 'An uploaded video can be shown',
  'video.failed': 'An uploaded video cannot be used',
  'release.live': 'A release has gone live: its AR contents show its videos',
  'release.over': 'A release that was live is over, by its revert_at or by hand',
} as const;

export type WebhookEventType = keyof typeof WEBHOOK_EVENTS;

/** The names of the kinds. */
export const WEBHOOK_EVENT_TYPES = [
  'rotation.done',
  'rotation.will_change',
  'rotation.late',
  'rotation.failed',
  'schedule.ended',
  'content.going_dark',
  'content.dark',
  'video.ready',
  'video.failed',
  'release.live',
  'release.over',
] as const satisfies readonly WebhookEventType[];

/** Events about the future, which are told before they come. */
export type FutureEventType = 'rotation.will_change' | 'content.going_dark';

/** How long before an endpoint may be told that another video is shown, in seconds, and that none is, in days. */
export const LEAD_SECONDS = { least: 60, most: 86_400, usual: 600 } as const;
export const DARK_DAYS = { least: 1, most: 366, usual: 7 } as const;

/** What an endpoint is sent when its owner asks for it, whatever it subscribed to. */
export const TEST_EVENT = 'webhook.test';

export const WEBHOOK_STATUSES = ['active', 'failing'] as const;

/** An endpoint of a company, without its secrets. */
export interface Webhook {
  id: Id;
  company_id: Id;
  url: string;
  events: WebhookEventType[];
  /** So many days before an AR content goes dark it is told. */
  dark_days: number;
  /** So many seconds before an AR content shows another video it is told. */
  lead_seconds: number;
  /** `failing`: given up, until somebody enables it again. */
  status: (typeof WEBHOOK_STATUSES)[number];
  failing_reason: string | null;
  failing_at: Instant | null;
  /** Until when deliveries are signed by the secret before the last, too. */
  former_secret_until: Instant | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

export const DELIVERY_STATUSES = ['pending', 'delivered', 'given_up', 'withdrawn'] as const;

/** One event for one endpoint, and how its delivery goes. */
export interface WebhookDelivery {
  id: Id;
  webhook_id: Id;
  event_id: Id;
  type: string;
  ar_content_id: Id | null;
  status: (typeof DELIVERY_STATUSES)[number];
  attempts: number;
  first_attempt_at: Instant | null;
  last_attempt_at: Instant | null;
  /** Null: it is not tried any more. */
  next_attempt_at: Instant | null;
  /** The HTTP status of the last answer; null: there was none. */
  answer_status: number | null;
  /** What was wrong the last time; null: nothing. */
  problem: string | null;
  created_at: Instant;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;

/** How long a delivery is tried, from its first attempt on. */
const GIVE_UP_AFTER_MS = 3 * 24 * HOUR_MS;
/** How long a former secret signs beside the new one. */
export const SECRETS_OVERLAP_MS = 24 * HOUR_MS;
/** How long events and deliveries are kept. */
export const KEEP_EVENTS_MS = 7 * 24 * HOUR_MS;
/** Beyond so many that wait, an endpoint is given up. */
export const MOST_PENDING = 10_000;

/** How long to wait after the n-th failed attempt: 5 s, 20 s, 80 s and so on, an hour at most. */
export const retryAfterMs = (attempts: number): number =>
  Math.min(5 * SECOND_MS * 4 ** Math.max(0, Math.min(attempts, 10) - 1), HOUR_MS);

/** How an attempt ended. */
export interface AttemptResult {
  /** Null: there was no answer. */
  answerStatus: number | null;
  /** Null: it was taken. */
  problem: string | null;
}

/** What follows from an attempt. */
export type Verdict = { status: 'delivered' } | { status: 'pending'; waitMs: number } | { status: 'failing' };

/**
 * What becomes of a delivery after an attempt: taken, tried again later, or the endpoint is given up: when it was tried
 * for three days, or says that it is gone (410).
 * @param attempts with this one. @param firstAt of the first attempt
 */
export function verdictOf(
  { answerStatus, problem }: AttemptResult,
  attempts: number,
  firstAt: Instant,
  at: Instant,
): Verdict {
  if (problem === null) return { status: 'delivered' };
  if (answerStatus === 410 || at - firstAt >= GIVE_UP_AFTER_MS) return { status: 'failing' };
  return { status: 'pending', waitMs: retryAfterMs(attempts) };
}
