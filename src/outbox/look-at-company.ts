import { createBreather } from '../concurrency/breather.js';
import type { Clock } from '../db/clock.js';
import { loadContentStates } from '../db/content-state.js';
import type { Database, Transaction } from '../db/database.js';
import { foretoldOfContents, forgetForetold, tellAhead, whatCame, withdrawForetold } from '../db/foretold.js';
import {
  contentsToLookAt,
  forgetLooked,
  listenersOf,
  noteLooked,
  noteTurn,
  printOf,
  takeLook,
  type LookPage,
} from '../db/future-looks.js';
import { inTransaction } from '../db/transaction.js';
import { lookAt, saidOf, type ToldAhead, type Listener, type LookResult, type Outlook } from '../domain/foretold.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { forecastOf } from '../domain/plan/forecast.js';
import { videoChanges, type VideoChange } from '../domain/plan/video-changes.js';
import type { Id, Instant } from '../domain/scalars.js';

export interface CompanyLook {
  db: Database;
  clock: Clock;
  /** How long the next look may be away: until then it is told of today. */
  everyMs: number;
  /** How much time each content gets to find its changes. */
  contentMs: number;
  /** Is told of a content whose future cannot be computed: it is passed over until it changes. */
  onFailure: (arContentId: Id, error: unknown) => void;
}

/** Changes that a content has ahead of it, at most. */
const MOST_CHANGES = 100;
/** Where no darkness comes in time to be told, it is looked for again after so long. */
const DARK_STRIDE_MS = 24 * 3_600_000;
/** What else waits in this process has its turn so often. */
const SLICE_MS = 5;

/** Hours recur without end, so darkness is looked for so far ahead, and again as much later. */
function darknessOf(state: ContentState, now: Instant, to: Instant): Pick<Outlook, 'dark' | 'darkReach'> {
  const { darkAt = null, darkUntil = null, expires = false, reaches = to } = forecastOf(state, now, to) ?? {};
  return { dark: darkAt === null ? null : { at: darkAt, until: darkUntil, expires }, darkReach: reaches };
}

/** What a content is going to show, as far as endpoints want to know and there is time for it. */
function outlookOf(
  state: ContentState,
  told: readonly ToldAhead[],
  { listeners, now, contentMs }: Pick<LookingWith, 'listeners' | 'now' | 'contentMs'>,
): Outlook {
  const endsAt = performance.now() + contentMs;
  const { arContent } = state;
  const leads = listeners.flatMap(({ leadMs }) => (leadMs === null ? [] : [now + leadMs]));
  const until = Math.max(...leads, ...told.map(({ dueAt }) => dueAt));
  const changes: VideoChange[] = [];
  let reach = arContent.settled_at;
  for (const progress of leads.length === 0 ? [] : videoChanges(state)) {
    if (progress.change !== null) changes.push(progress.change);
    ({ reach } = progress);
    if (reach > until || changes.length >= MOST_CHANGES || performance.now() > endsAt) break;
  }
  const darks = listeners.flatMap(({ darkMs }) => (darkMs === null ? [] : [now + darkMs]));
  const darkTo = Math.max(now, ...darks, ...told.map(({ dueAt }) => dueAt)) + DARK_STRIDE_MS;
  const darkness = darks.length === 0 ? { dark: null, darkReach: darkTo } : darknessOf(state, now, darkTo);
  return { arContent, settledAt: arContent.settled_at, changes, reach, ...darkness };
}

/** What comes of a page: of each content that is there, by its id. */
type Looked = Map<Id, { version: number; result: LookResult }>;

/** What a look at contents needs to know. */
interface LookingWith extends Pick<CompanyLook, 'contentMs' | 'onFailure'> {
  listeners: readonly Listener[];
  now: Instant;
}

/** Compares what endpoints were told of contents with what is known of them now. */
async function lookAtContents(
  trx: Transaction,
  due: readonly Id[],
  looking: LookingWith & { told: readonly ToldAhead[] },
): Promise<Looked> {
  const { listeners, told, now, onFailure } = looking;
  const breathe = createBreather(SLICE_MS);
  const looked: Looked = new Map();
  const came = await whatCame(
    trx,
    told.filter(({ dueAt }) => dueAt <= now),
  );
  for (const state of await loadContentStates(trx, due)) {
    await breathe();
    const { id, version } = state.arContent;
    const own = told.filter(({ arContentId }) => arContentId === id);
    const was = (at: Instant): string | null => {
      const row = came(id, at);
      return row === null ? null : saidOf(row.videoId);
    };
    try {
      const result = lookAt(listeners, own, outlookOf(state, own, looking), now, was);
      looked.set(id, { version, result });
    } catch (error) {
      onFailure(id, error);
      looked.set(id, { version, result: { tell: [], withdraw: [], forget: [], againAt: null } });
    }
  }
  return looked;
}

/** Tells of what is new, and takes back what does not hold any more. */
async function tell(trx: Transaction, companyId: Id, now: Instant, looked: Looked): Promise<void> {
  const results = [...looked].map(([arContentId, { result }]) => ({ arContentId, ...result }));
  await forgetForetold(
    trx,
    companyId,
    results.flatMap(({ forget }) => forget),
  );
  // Before the others: an event that says that something does not hold comes before the one that says what does.
  const withdrawn = results.flatMap(({ withdraw }) => withdraw);
  await withdrawForetold(trx, { companyId, now, isFollowed: true }, withdrawn);
  await tellAhead(trx, { companyId, now }, results);
}

async function lookAtPage(trx: Transaction, companyId: Id, looking: LookingWith): Promise<LookPage> {
  const { listeners, now } = looking;
  const print = printOf(listeners);
  const page = await contentsToLookAt(trx, { companyId, print, now });
  const told = await foretoldOfContents(trx, companyId, [...page.due, ...page.gone]);
  const looked = await lookAtContents(trx, page.due, { ...looking, told });
  await tell(trx, companyId, now, looked);
  const gone = new Set(page.gone);
  // A content that is deleted has no events from then on.
  const ofGone = told.filter(({ arContentId }) => gone.has(arContentId));
  await withdrawForetold(trx, { companyId, now, isFollowed: false }, ofGone);
  await forgetLooked(trx, companyId, page.gone);
  const seen = [...looked].map(([id, { version, result }]) => ({ id, version, againAt: result.againAt }));
  await noteLooked(trx, { companyId, print }, seen);
  return page;
}

/**
 * Looks at the next contents of a company, in one transaction, and tells endpoints of their future. It locks nothing that
 * a rotation or an edit needs.
 * @returns whether it looked: false while another process does
 */
export function lookAtCompany(look: CompanyLook, companyId: Id): Promise<boolean> {
  const { db, clock, everyMs, contentMs, onFailure } = look;
  return inTransaction(db, async (trx) => {
    if (!(await takeLook(trx))) return false;
    const now = await clock.read(trx);
    const listeners = await listenersOf(trx, companyId, everyMs);
    const page = await lookAtPage(trx, companyId, { listeners, now, contentMs, onFailure });
    await noteTurn(trx, companyId, page, now);
    return true;
  });
}
