import type { ArContent } from './ar-content.js';
import type { Live } from './plan/live.js';
import type { VideoChange } from './plan/video-changes.js';
import type { Id, Instant } from './scalars.js';
import type { Video } from './video.js';
import type { FutureEventType } from './webhook.js';

/** An endpoint that is told of the future, and how long before; null: it does not want that. */
export interface Listener {
  webhookId: Id;
  leadMs: number | null;
  darkMs: number | null;
}

/** When a content begins to show nothing, until when as far as is known, and why. */
export interface Darkness {
  at: Instant;
  until: Instant | null;
  /** It expires itself; else no video of it can be shown. */
  expires: boolean;
}

/** What is known of the future of a content, as committed at `settledAt`. */
export interface Outlook {
  arContent: Pick<ArContent, 'id' | 'unique_id'>;
  settledAt: Instant;
  changes: readonly VideoChange[];
  /** Every change before it is among `changes`. */
  reach: Instant;
  dark: Darkness | null;
  /** So far it was looked for darkness. */
  darkReach: Instant;
}

/** Something that an endpoint is told before it comes: one thing of a content, kind and instant. */
export interface Foretelling {
  webhookId: Id;
  type: FutureEventType;
  dueAt: Instant;
  /** The video that is shown from then on; empty: none. */
  said: string;
  /** As JSON says it: instants are texts. */
  data: object;
}

/** The same once it was told. */
export interface ToldAhead extends Omit<Foretelling, 'data'> {
  arContentId: Id;
  eventId: Id;
}

/** Whoever is told hears of it before it comes. */
const SOONEST_MS = 2_000;

/** A video as a foretelling says it. */
export const saidOf = (videoId: Id | null | undefined): string => (videoId ? String(videoId) : '');

const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Another video is shown. */
interface ToVideo {
  at: Instant;
  from: Video | null;
  to: Live;
}

function aChange(webhookId: Id, { arContent }: Outlook, { at, from, to }: ToVideo): Foretelling {
  const data = {
    ar_content_id: arContent.id,
    unique_id: arContent.unique_id,
    due_at: iso(at),
    from_video_id: from?.id ?? null,
    from_title: from?.title ?? null,
    to_video_id: to.video.id,
    to_title: to.video.title,
    reason: to.reason,
    schedule_id: to.scheduleId,
    override_id: to.overrideId,
  };
  return { webhookId, type: 'rotation.will_change', dueAt: at, said: saidOf(to.video.id), data };
}

function aDarkness(webhookId: Id, { arContent }: Outlook, { at, until, expires }: Darkness): Foretelling {
  const data = {
    ar_content_id: arContent.id,
    unique_id: arContent.unique_id,
    due_at: iso(at),
    dark_until: iso(until),
    dark_because: expires ? 'content_expires' : 'no_video',
  };
  return { webhookId, type: 'content.going_dark', dueAt: at, said: '', data };
}

/** What an endpoint is to know by now. */
export function foretellingsOf(listener: Listener, outlook: Outlook, now: Instant): Foretelling[] {
  const { webhookId, leadMs, darkMs } = listener;
  const { changes, dark } = outlook;
  const isNear = (at: Instant, aheadMs: number | null): boolean =>
    aheadMs !== null && at >= now + SOONEST_MS && at <= now + aheadMs;
  const found = changes.flatMap(({ at, from, to }) =>
    to !== null && isNear(at, leadMs) ? [aChange(webhookId, outlook, { at, from, to })] : [],
  );
  if (dark !== null && isNear(dark.at, darkMs)) found.push(aDarkness(webhookId, outlook, dark));
  return found;
}

/** What becomes of something that was told: it came, or nobody wants it (`over`), it holds, or it does not. */
export type Standing = 'over' | 'holds' | 'withdrawn';

/** @param was the video that was shown from an instant on, as the ledger has it; null: nothing changed then. */
function standingOf(
  told: ToldAhead,
  listener: Listener | undefined,
  outlook: Outlook,
  now: Instant,
  was: (at: Instant) => string | null,
): Standing {
  const { type, dueAt, said } = told;
  const isChange = type === 'rotation.will_change';
  const { leadMs = null, darkMs = null } = listener ?? {};
  if ((isChange ? leadMs : darkMs) === null) return 'over';
  if (dueAt <= outlook.settledAt) return was(dueAt) === said ? 'over' : 'withdrawn';
  const isKnown = outlook.changes.some(({ at, to }) => at === dueAt && saidOf(to?.video.id) === said);
  const isDark = outlook.dark?.at === dueAt || dueAt >= outlook.darkReach;
  const holds = isChange || dueAt <= now ? isKnown || dueAt >= outlook.reach : isDark;
  return holds ? 'holds' : 'withdrawn';
}

/** What follows from a look at a content. */
export interface LookResult {
  tell: Foretelling[];
  withdraw: ToldAhead[];
  forget: ToldAhead[];
  /** When something new is to be told though nothing changes; null: never. */
  againAt: Instant | null;
}

const keyOf = ({ webhookId, type, dueAt }: Foretelling | ToldAhead): string => [webhookId, type, dueAt].join(' ');

/** When there is more to tell of darkness, if ever; where hours cut the look short, at half of what was seen. */
function darkAgainAt(darkMs: number, { dark, darkReach }: Outlook, now: Instant): Instant[] {
  const from = (dark?.at ?? darkReach) - darkMs;
  if (from > now) return [from];
  return dark === null && darkReach > now ? [Math.ceil((now + darkReach) / 2)] : [];
}

function againAt(listeners: readonly Listener[], outlook: Outlook, now: Instant): Instant | null {
  const { changes, reach } = outlook;
  const instants: Instant[] = [];
  for (const { leadMs, darkMs } of listeners) {
    if (leadMs !== null) {
      const beyond = changes.find(({ at, to }) => to !== null && at > now + leadMs)?.at ?? reach;
      instants.push(Math.max(beyond - leadMs, now));
    }
    if (darkMs !== null) instants.push(...darkAgainAt(darkMs, outlook, now));
  }
  const first = Math.min(...instants);
  return Number.isFinite(first) ? first : null;
}

/**
 * Compares what endpoints were told of a content with what is known now.
 * @param was the video that was shown from an instant on, as the ledger has it; null: nothing changed then.
 */
export function lookAt(
  listeners: readonly Listener[],
  told: readonly ToldAhead[],
  outlook: Outlook,
  now: Instant,
  was: (at: Instant) => string | null,
): LookResult {
  const byId = new Map(listeners.map((listener) => [listener.webhookId, listener]));
  const standings = told.map((one) => ({
    one,
    standing: standingOf(one, byId.get(one.webhookId), outlook, now, was),
  }));
  const which = (wanted: Standing): ToldAhead[] =>
    standings.filter(({ standing }) => standing === wanted).map(({ one }) => one);
  const known = new Set(which('holds').map(keyOf));
  const tell = listeners.flatMap((listener) => foretellingsOf(listener, outlook, now));
  return {
    tell: tell.filter((one) => !known.has(keyOf(one))),
    withdraw: which('withdrawn'),
    forget: which('over'),
    againAt: againAt(listeners, outlook, now),
  };
}
