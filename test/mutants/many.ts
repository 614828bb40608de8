import { seenBy, type Mutant } from './mutant.js';

const releases = seenBy('test/planning/releases.test.ts', [
  {
    name: 'release: it ends where it begins',
    find: 'if (revert_at === null || revert_at > live_at) return [];',
    replace: 'return [];',
    grep: 'name what is wrong',
  },
  {
    name: 'release: it is live sooner than others have heard of it',
    find: 'Math.max(asked ?? soonest, soonest);',
    replace: 'asked ?? soonest;',
    grep: 'live in ten seconds',
  },
  {
    name: 'release: a planned one may be cancelled until it is live',
    find: 'const state = releaseStateAt(release, soonest - 1);',
    replace: 'const state = releaseStateAt(release, soonest - 10_000);',
    grep: 'cannot be reverted, nor cancelled in the last ten seconds',
  },
]);

const foretold = seenBy('test/domain/foretold.test.ts', [
  {
    name: 'foretold: what is not known any more is taken back',
    find: 'isKnown || dueAt >= outlook.reach',
    replace: 'isKnown',
  },
  {
    name: 'foretold: what came is taken back',
    find: "return was(dueAt) === said ? 'over' : 'withdrawn';",
    replace: "return 'withdrawn';",
  },
  {
    name: 'foretold: what holds is told again',
    find: '!known.has(keyOf(one))',
    replace: 'known.size >= 0',
  },
]);

const withdrawn = seenBy('test/outbox/future-look.test.ts', [
  {
    name: 'withdrawn: what was sent before it was asked for again counts as unsent',
    find: 'AND last_attempt_at IS NULL RETURNING event_id',
    replace: 'AND attempts = 0 RETURNING event_id',
    grep: 'does not send again what was withdrawn',
  },
  {
    name: 'withdrawn: what was tried is not sent again, though it may have been lost',
    find: 'AND last_attempt_at IS NULL RETURNING event_id',
    replace: 'RETURNING event_id',
    grep: 'takes what was tried for sent',
  },
  {
    name: 'withdrawn: what was taken back is sent again by a replay',
    find: 'handed_out_at IS NOT NULL AND withdrawn_at IS NULL',
    replace: 'handed_out_at IS NOT NULL',
    grep: 'does not send again what was withdrawn',
  },
]);

const turnsOfReleases = seenBy('test/activities/tell-release.test.ts', [
  {
    name: 'release: what it did is told by each who looks',
    find: "await trx('releases').where('id', release.id).update({ told: last.turn });",
    replace: '',
    grep: 'each once and at its instant',
  },
]);

const states = seenBy('test/domain/release.test.ts', [
  {
    name: 'release: it is live through its end',
    find: "return at < (revert_at ?? Infinity) ? 'live' : 'over';",
    replace: "return at <= (revert_at ?? Infinity) ? 'live' : 'over';",
  },
]);

const sets = seenBy('test/planning/set-door.test.ts', [
  {
    name: 'set: commits however late it is',
    find: 'await commitWithin(this.trx, left);',
    replace: '',
    grep: 'when its commit comes too late',
  },
  {
    name: 'set: contents are held however long it takes',
    find: 'if (performance.now() > this.#endsAt) {',
    replace: 'if (performance.now() > this.#endsAt + 1e9) {',
    grep: 'no longer than it may',
  },
]);

const turns = seenBy('test/concurrency/spacing.test.ts', [
  {
    name: 'spacing: everybody at once',
    find: 'free.set(key, turn + 1_000 / perSecond);',
    replace: 'free.set(key, turn);',
  },
  {
    name: 'spacing: turns that nobody took are saved up',
    find: 'const turn = Math.max(now, free.get(key) ?? now);',
    replace: 'const turn = free.get(key) ?? now;',
  },
]);

const stays = seenBy('test/activities/stays.test.ts', [
  {
    name: 'stay: for good',
    find: 'if (isStopping() || clock.now() >= until) return false;',
    replace: 'if (isStopping()) return false;',
  },
  {
    name: 'stay: the place is kept',
    find: 'end: () => leave?.(),',
    replace: 'end: () => undefined,',
  },
]);

const downloads = seenBy('test/api/delivery/paced-reading.test.ts', [
  {
    name: 'downloads: a crowd takes all of the time',
    find: 'if (owedMs < SHORTEST_PAUSE_MS) {',
    replace: 'if (owedMs < 1e9) {',
    grep: 'leaves half of the time',
  },
]);

const keeping = seenBy('test/activities/clean-up.test.ts', [
  {
    name: 'keeping: the last row of a content goes, too',
    find: 'AND (n.due_at, n.id) > (l.due_at, l.id) AND n.due_at <= :before))',
    replace: 'AND n.due_at <= :before))',
    grep: 'the last row of each content',
  },
]);

const posts = seenBy('test/webhooks/post.test.ts', [
  {
    name: 'webhook: names may lead to private addresses',
    find: 'if (!areAllowed(addresses, mayBePrivate))',
    replace: 'if (!areAllowed(addresses, true))',
  },
  {
    name: 'webhook: an answer is read to its end, however long',
    find: 'if (bytes > MOST_ANSWER_BYTES) answer.destroy();',
    replace: '',
  },
]);

const addresses = seenBy('test/webhooks/public-address.test.ts', [
  {
    name: 'webhook: addresses that stand for IPv4 ones are public',
    find: "taken.check(address, 'ipv6') && ",
    replace: '',
  },
]);

const signatures = seenBy('test/webhooks/signing.test.ts', [
  {
    name: 'webhook: the instant is not signed',
    find: '`${id}.${timestamp}.${body}`',
    replace: '`${id}.${body}`',
  },
]);

const forecasts = seenBy('test/domain/plan/forecast.test.ts', [
  {
    name: 'forecast: one video is left where there was never another',
    find: 'if (showable.size === 1 && before > 1 && found.oneLeftAt === null) {',
    replace: 'if (showable.size === 1 && found.oneLeftAt === null) {',
  },
  {
    name: 'forecast: a closed content goes dark',
    find: 'if (!isContentOpen(state, from)) return null;',
    replace: '',
  },
]);

const foreignForecasts = seenBy('test/api/forecast.test.ts', [
  {
    name: 'forecast: contents of every company are told',
    find: 'list({ companyId: caller.companyId, ...asked })',
    replace: 'list({ companyId: null, ...asked })',
    grep: 'of the company that go dark',
  },
]);

const feeds = seenBy('test/api/timeline-feeds.test.ts', [
  {
    name: 'feed: it ends a day early',
    find: 'const DAYS_AHEAD = 90;',
    replace: 'const DAYS_AHEAD = 89;',
    grep: 'ninety days ahead',
  },
]);

/** What concerns many contents or companies at once, and what is kept of them. */
export const MANY_MUTANTS: readonly Mutant[] = [
  ...releases,
  ...states,
  ...sets,
  ...turns,
  ...stays,
  ...downloads,
  ...keeping,
  ...forecasts,
  ...foretold,
  ...withdrawn,
  ...turnsOfReleases,
  ...foreignForecasts,
  ...feeds,
  ...posts,
  ...addresses,
  ...signatures,
];
