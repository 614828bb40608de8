import { seenBy, type Mutant } from './mutant.js';

const fold = seenBy('test/domain/plan/fold-plan.test.ts', [
  {
    name: 'fold: windows before expiries',
    find: "const STEP_KINDS = ['expiry', 'window', 'override', 'resume', 'schedule'] as const;",
    replace: "const STEP_KINDS = ['window', 'expiry', 'override', 'resume', 'schedule'] as const;",
  },
  {
    name: 'fold: schedules before windows',
    find: "const STEP_KINDS = ['expiry', 'window', 'override', 'resume', 'schedule'] as const;",
    replace: "const STEP_KINDS = ['expiry', 'schedule', 'window', 'override', 'resume'] as const;",
  },
  {
    name: 'fold: a slot at its very instant is not due',
    find: 'if (due === undefined || due.at > this.#until) return null;',
    replace: 'if (due === undefined || due.at >= this.#until) return null;',
  },
  {
    name: 'fold: a step does not raise the version',
    find: 'version: version + 1 } };',
    replace: 'version } };',
  },
  {
    name: 'fold: two at one instant by the greater id',
    find: 'rankOf(a) - rankOf(b) || idOf(a) - idOf(b);',
    replace: 'rankOf(a) - rankOf(b) || idOf(b) - idOf(a);',
  },
  {
    name: 'fold: it stops within an instant',
    find: 'if (steps.length >= limit && taken.step.at > state.arContent.settled_at)',
    replace: 'if (steps.length >= limit)',
  },
  {
    name: 'fold: an edge at the very instant is left',
    find: 'filter(({ at }) => at > settled && at <= until)',
    replace: 'filter(({ at }) => at > settled && at < until)',
  },
  {
    name: 'fold: an expiry leaves the pointer',
    find: 'return state.arContent.active_video_id === subjectId ? withoutPointer(state) : state;',
    replace: 'return state;',
  },
]);

const live = seenBy('test/domain/plan/live.test.ts', [
  {
    name: 'live: a window holds its end',
    find: 'at < (video.schedule_end ?? Infinity)',
    replace: 'at <= (video.schedule_end ?? Infinity)',
  },
  {
    name: 'live: a video lives through its expiry',
    find: 'at < (video.expires_at ?? Infinity)',
    replace: 'at <= (video.expires_at ?? Infinity)',
  },
  {
    name: 'live: the window that began first',
    find: 'const starts = (b.schedule_start ?? -Infinity) - (a.schedule_start ?? -Infinity);',
    replace: 'const starts = (a.schedule_start ?? -Infinity) - (b.schedule_start ?? -Infinity);',
  },
]);

const replan = seenBy('test/domain/plan/replan.test.ts', [
  {
    name: 'replan: a slot may be at the last one',
    find: 'const earliest = (schedule.last_slot_at ?? Number.NEGATIVE_INFINITY) + 1;',
    replace: 'const earliest = schedule.last_slot_at ?? Number.NEGATIVE_INFINITY;',
  },
  {
    name: 'replan: a content without rotation has slots',
    find: 'return schedule.is_active && state.arContent.video_rotation_enabled && isContentOpen(state, at);',
    replace: 'return schedule.is_active && isContentOpen(state, at);',
  },
]);

const selection = seenBy('test/domain/plan/choose-video.test.ts', [
  {
    name: 'selection: at random, the live one too',
    find: 'const possible = preferred(candidates, liveId, memoryOf(schedule).recent);',
    replace: 'const possible = preferred(candidates, null, memoryOf(schedule).recent);',
  },
  {
    name: 'selection: a pending position that is live is shown again',
    find: 'position_pending && video_sequence[current_index] !== liveId;',
    replace: 'position_pending;',
  },
  {
    name: 'selection: the end of a sequence is its end',
    find: "must(ahead ?? possible[0], 'a candidate')",
    replace: "must(ahead ?? possible.at(-1), 'a candidate')",
  },
  {
    name: 'selection: the older type chooses in order',
    find: "rotation_type === 'random' ? 'random' : selection;",
    replace: 'selection;',
  },
  {
    name: 'selection: the slot number draws nothing',
    find: 'Math.imul(number + 0x7f4a7c15, 0xc2b2ae35)',
    replace: 'Math.imul(0x7f4a7c15, 0xc2b2ae35)',
  },
]);

const remembering = seenBy('test/domain/plan/selections.test.ts', [
  {
    name: 'shuffle: every round has one order',
    find: 'const seed = draw(random_seed, round);',
    replace: 'const seed = draw(random_seed, 0);',
  },
  {
    name: 'shuffle: a video is repeated where two rounds meet',
    find: 'preferred(inOrder, liveId, [])[0]',
    replace: 'inOrder[0]',
  },
  {
    name: 'weighted: what cannot be shown gets its credit',
    find: '(gains.has(index) ? weightOf(schedule, index) : 0)',
    replace: 'weightOf(schedule, index)',
  },
  {
    name: 'weighted: the one shown pays its own weight',
    find: 'credit - (index === position.index ? sum : 0)',
    replace: 'credit - (index === position.index ? weightOf(schedule, index) : 0)',
  },
  {
    name: 'weighted: begins with what is live',
    find: 'before.length === 0 ? preferred(taking, liveId, []) : taking',
    replace: 'taking',
  },
  {
    name: 'no_repeat_last: gives way to the most recently shown',
    find: 'const oldest = Math.max(...possible.map(ageOf));',
    replace: 'const oldest = Math.min(...possible.map(ageOf));',
  },
]);

const clocks = seenBy('test/domain/recurrence/wall-clock.test.ts', [
  {
    name: 'clock changes: a shifted time comes as if there were no gap',
    find: 'return Math.max(segment.start, wall - segment.offset);',
    replace: 'return wall - segment.offset;',
  },
  {
    name: 'clock changes: skip shifts',
    find: "if (policy.dst_gap === 'shift' && cursor === segment.start)",
    replace: 'if (cursor === segment.start)',
  },
  {
    name: 'clock changes: first comes twice',
    find: "if (policy.dst_overlap === 'first' && wallBefore > wall) return wallBefore;",
    replace: '',
  },
  {
    name: 'clock changes: second comes twice',
    find: "const repeats = policy.dst_overlap === 'second' && segment.offsetAfter < segment.offset;",
    replace: 'const repeats = false;',
  },
  {
    name: 'clock changes: a repeated hour is passed over',
    find: 'return segment.offsetAfter < segment.offset ? segment.end : Math.max(segment.end, wall - 2 * DAY_MS);',
    replace: 'return Math.max(segment.end, wall - 2 * DAY_MS);',
  },
]);

const epochs = seenBy('test/reading/content-cache.test.ts', [
  {
    name: 'epochs: edits are forgotten when any query ends',
    find: 'if (this.#underWay === 0) this.#edits.clear();',
    replace: 'this.#edits.clear();',
  },
  { name: 'epochs: an edit is not noted', find: 'else this.#edits.set(key, this.#current);', replace: '' },
  {
    name: 'epochs: many edits are forgotten',
    find: 'if (this.#edits.size >= MAX_REMEMBERED) this.raiseAll();',
    replace: 'if (this.#edits.size >= MAX_REMEMBERED) this.#edits.clear();',
  },
  {
    name: 'epochs: a read joins a query of before an edit',
    find: 'if (under?.epoch === this.#epochs.current && this.#mayShare(under))',
    replace: 'if (under !== undefined && this.#mayShare(under))',
  },
  {
    name: 'cache: a step is shown before it is known that no edit put it off',
    find: 'return held && !isTold && clock.latest() >= held.end ? undefined : held;',
    replace: 'return held;',
  },
  {
    name: 'cache: what is known carries on for ever',
    find: 'const MAX_AWAY_MS = 48 * 3_600_000;',
    replace: 'const MAX_AWAY_MS = 480 * 3_600_000;',
  },
]);

const signals = seenBy('test/workflows/follow-plan.test.ts', [
  {
    name: 'signals: one is lost during a look',
    find: '    const report = await carryOutPlan(task);\n',
    replace: '    const report = await carryOutPlan(task);\n    state.changed = false;\n',
    grep: 'during the look of a schedule that reports: running',
  },
  {
    name: 'signals: one is lost before a pause',
    find: '  } else if (report.sleepMs === null) {\n',
    replace: '  } else if (report.sleepMs === null) {\n    state.changed = false;\n',
    grep: 'during the look of a schedule that reports: paused',
  },
  {
    name: 'signals: one is lost before windows end',
    find: 'if (!state.changed) return;',
    replace: 'return;',
    grep: 'during the look of windows that reports: ended',
  },
  {
    name: 'signals: one is lost with a failure',
    find: '    noteFailure(state, failure);\n',
    replace: '    noteFailure(state, failure);\n    state.changed = false;\n',
    grep: 'during the look of a schedule that reports: a failure',
  },
]);

const door = seenBy('test/planning/one-door.test.ts', [
  {
    name: 'door: a slot that is near is not waited for',
    find: 'const SLOT_MARGIN_MS = 100;',
    replace: 'const SLOT_MARGIN_MS = 50;',
    grep: 'settles a slot at most 100 ms away',
  },
  {
    name: 'door: the margin before a slot',
    find: 'const COMMIT_MARGIN_MS = 15;',
    replace: 'const COMMIT_MARGIN_MS = 0;',
    grep: 'whose COMMIT comes',
  },
  {
    name: 'door: an edit that is prepared is committed early',
    find: 'if (isPrepared) await this.#options.clock.waitUntil(locked.at);',
    replace: '',
    grep: 'prepared for an instant ahead',
  },
  {
    name: 'door: the new plan is asked before COMMIT, not the old one',
    find: 'await this.#requireTimeToCommit(trx, nextStepAt(locked.state));',
    replace: 'await this.#requireTimeToCommit(trx, Number.POSITIVE_INFINITY);',
    grep: 'goes by the old plan',
  },
]);

const commit = seenBy('test/planning/concurrency.test.ts', [
  {
    name: 'door: Postgres does not compare its clock at COMMIT',
    find: 'await commitWithin(trx, left);',
    replace: '',
    grep: 'held up between its last look at the clock and its commit',
  },
]);

const clock = seenBy('test/db/clock.test.ts', [
  {
    name: 'clock: it goes back',
    find: 'this.#last = Math.max(this.#last, Math.floor(earliestBy(this.#bounds().low, performance.now())));',
    replace: 'this.#last = Math.floor(earliestBy(this.#bounds().low, performance.now()));',
  },
  {
    name: 'clock: the time that the answer took is counted',
    find: 'said + (at - arrivedAt) * (1 - DRIFT_MAX)',
    replace: 'said + (at - arrivedAt) * (1 - DRIFT_MAX) + 5',
  },
]);

const removals = seenBy('test/files/write-files.test.ts', [
  {
    name: 'removal: entered after the file is written',
    find: '  for (const key of keys) await enterRemoval(db, connectionId, key, deleteAfter);\n  await write();',
    replace: '  await write();\n  for (const key of keys) await enterRemoval(db, connectionId, key, deleteAfter);',
  },
  {
    name: 'removal: a file is kept whose removal is done',
    find: 'if (await withdrawRemoval(trx, storageConnectionId, path)) return;',
    replace: 'await withdrawRemoval(trx, storageConnectionId, path);\n  return;',
  },
]);

const relay = seenBy('test/outbox/relay.test.ts', [
  {
    name: 'relay: a poke takes a cancel back',
    find: "CASE WHEN workflow_outbox.op = 'cancel' THEN 'cancel' ELSE excluded.op END",
    replace: 'excluded.op',
    grep: 'lets a cancel win',
  },
  {
    name: 'relay: a message that came meanwhile is removed',
    find: "await db('workflow_outbox').where({ workflow_id, version }).del();",
    replace: "await db('workflow_outbox').where({ workflow_id }).del();",
    grep: 'does not lose a message',
  },
  {
    name: 'relay: a message that came meanwhile is put off',
    find: '.where({ workflow_id: row.workflow_id, version: row.version })',
    replace: '.where({ workflow_id: row.workflow_id })',
    grep: 'does not put off a message',
  },
  {
    name: 'relay: failures of before count for a new message',
    find: '      attempts: 0,\n',
    replace: '',
    grep: 'counts the failures of a message anew',
  },
  {
    name: 'relay: it waits for ever longer',
    find: 'const BACK_OFF_MAX_MS = 60_000;',
    replace: 'const BACK_OFF_MAX_MS = 600_000;',
    grep: 'waits longer from failure to failure',
  },
]);

const reconciler = seenBy('test/outbox/reconciler.test.ts', [
  {
    name: 'reconciler: what is overdue is left',
    find: "if (row.next_at !== null && row.next_at < now - OVERDUE_MS) return 'overdue';",
    replace: '',
    grep: 'more than a minute overdue',
  },
  {
    name: 'reconciler: paused schedules are left',
    find: 'if (row.next_at === null && !WORKFLOW_ROWS[kind].wantedWithoutInstant) return null;',
    replace: 'if (row.next_at === null) return null;',
    grep: 'paused ones as well',
  },
  {
    name: 'reconciler: workflows without a row go on',
    find: "await mend(comparison, orphans, 'cancel');",
    replace: "await mend(comparison, orphans, 'poke');",
    grep: 'cancels the workflows whose row is gone',
  },
  {
    name: 'reconciler: a workflow that waits for nothing is left',
    find: 'if (next_at === null || open.nextAt === null) return next_at !== open.nextAt;',
    replace: 'if (next_at === null || open.nextAt === null) return false;',
    grep: 'waits for another instant',
  },
]);

const ranges = seenBy('test/api/delivery/byte-ranges.test.ts', [
  {
    name: 'ranges: the last byte is left out',
    find: 'end: Math.min(end, sizeBytes - 1)',
    replace: 'end: Math.min(end, sizeBytes - 2)',
  },
  {
    name: 'ranges: what overlaps is sent twice',
    find: 'if (before === undefined || range.start > before.end + MIN_GAP) {',
    replace: 'if (before === undefined || range.start > 0) {',
  },
  { name: 'ranges: backwards is a range', find: "if (end < start) return 'malformed';", replace: '' },
  { name: 'ranges: any number of them', find: 'const MAX_RANGES = 16;', replace: 'const MAX_RANGES = 160;' },
]);

const delivery = seenBy('test/api/delivery/serve-media.test.ts', [
  {
    name: 'caching: a file is not kept',
    find: "'Cache-Control': 'public, max-age=31536000, immutable'",
    replace: "'Cache-Control': 'no-store'",
  },
  {
    name: 'caching: If-Range is not looked at',
    find: 'return condition === undefined || condition === tag || condition === modified;',
    replace: 'return true;',
  },
]);

const publicRead = seenBy('test/api/public-read.test.ts', [
  {
    name: 'caching: an answer is kept past its instant',
    find: 'Math.min(maxAgeMs, (validUntil ?? Number.POSITIVE_INFINITY) - now)',
    replace: 'maxAgeMs',
  },
  {
    name: 'caching: a tag is never known again',
    find: 'if (isNoneMatch(ifNoneMatch, tag)) return',
    replace: "if (isNoneMatch(ifNoneMatch, 'x')) return",
  },
]);

const quota = seenBy('test/api/quota.test.ts', [
  {
    name: 'quota: two uploads exceed it together',
    find: 'if (use !== undefined) requireWithin(uploadLimit(Infinity, use), bytes);',
    replace: '',
    grep: 'several uploads at once',
  },
  {
    name: 'quota: each upload counts for itself while it arrives',
    find: 'receiver.arriving - own);',
    replace: '0);',
    grep: 'counts what is on its way',
  },
  {
    name: 'quota: what broke off counts for ever',
    find: '      receiver.arriving -= own;\n',
    replace: '',
    grep: 'has its room again',
  },
  {
    name: 'quota: what was known at the beginning holds to the end',
    find: 'if (use !== undefined) receiver.use = use;',
    replace: '',
    grep: 'when it is lowered',
  },
  {
    name: 'quota: a company sets its own',
    find: "if (max_storage_bytes !== undefined) requireInstallationWide(caller, 'set max_storage_bytes');",
    replace: '',
    grep: 'set by the installation alone',
  },
]);

const uploads = seenBy('test/api/uploads/resumable-uploads.test.ts', [
  {
    name: 'uploads: a limit counts for one request',
    find: '    room.take(offset);\n',
    replace: '',
    grep: 'over all of their requests together',
  },
  {
    name: 'uploads: a length told later has no limit',
    find: '    requireWithin(this.#options.limit, size);\n    await this.#options.uploads.setSize',
    replace: '    await this.#options.uploads.setSize',
    grep: 'over all of their requests together',
  },
]);

const fileTurns = seenBy('test/workflows/file-turns.test.ts', [
  {
    name: 'turns: files are worked on as they come',
    find: 'return companyId === null ? work() : inTurn(companyId, work);',
    replace: 'return work();',
    grep: 'very many videos',
  },
  {
    name: 'turns: those of one company wait in all places',
    find: 'createFairLimiter(sharesOf(atOnce), waiting)',
    replace: 'createFairLimiter(sharesOf(atOnce))',
    grep: 'very many videos',
  },
]);

const objects = seenBy('test/api/object-limits.test.ts', [
  {
    name: 'limits: two at once pass one together',
    find: "const found: unknown = await trx('companies').where('id', companyId).forNoKeyUpdate()",
    replace: "const found: unknown = await trx('companies').where('id', companyId).forKeyShare()",
    grep: 'of projects are not passed by many at once',
  },
]);

const backlog = seenBy('test/api/backlog.test.ts', [
  {
    name: 'backlog: nobody commits what an answer could not catch up with',
    find: '    tellBacklog();\n    throw tooMuch();',
    replace: '    throw tooMuch();',
    grep: 'have it committed meanwhile',
  },
  {
    name: 'backlog: the plan is that of before the fold',
    find: '  return { ...answer, state: replan(answer.state, answer.state.arContent.settled_at) };',
    replace: '  return answer;',
    grep: 'what they would be without a pause',
  },
]);

const disk = seenBy('test/api/uploads/full-disk.test.ts', [
  {
    name: 'disk: looked at when a file begins, and not while it is written',
    find: '    await this.#place.reserve.take(bytes.length);\n',
    replace: '',
    grep: 'ends an upload with 507',
  },
  {
    name: 'disk: what is gathered may fill it',
    find: '          await reserve.take(bytes.length);\n',
    replace: '',
    grep: 'keeps what arrived',
  },
  {
    name: 'disk: what moves an index may fill it',
    find: 'await scratch.claim((await stat(path)).size)',
    replace: 'await scratch.claim(0)',
    grep: 'has the processing of a video wait',
  },
]);

const fields = seenBy('test/planning/fields.test.ts', [
  {
    name: 'fields: a start takes away an instant that was asked for',
    find: "export const BOUNDS: ReadonlySet<string> = new Set([\n  'starts_at',",
    replace: 'export const BOUNDS: ReadonlySet<string> = new Set([',
    grep: 'a change of starts_at keeps',
  },
  {
    name: 'fields: days of a calendar take away an instant that was asked for',
    find: "  'calendar_id',\n  'calendar_mode',\n]);",
    replace: "  'calendar_id',\n]);",
    grep: 'a change of calendar_mode keeps',
  },
  {
    name: "fields: a change of a schedule's time zone moves nothing",
    find: "  'time_zone',\n  'dst_gap',",
    replace: "  'dst_gap',",
    grep: 'moves the next slot',
  },
  {
    name: 'fields: a change of the day of the week moves nothing',
    find: "  'time_of_day',\n  'day_of_week',\n  'day_of_month',\n  'cron_expression',\n  'interval_seconds',\n  'rrule',\n  'time_zone',",
    replace:
      "  'time_of_day',\n  'day_of_month',\n  'cron_expression',\n  'interval_seconds',\n  'rrule',\n  'time_zone',",
    grep: 'moves the next slot',
  },
  {
    name: 'fields: the last slot is not saved',
    find: "  'last_slot_at',\n  'slot_number',",
    replace: "  'slot_number',",
    grep: 'saves',
  },
  {
    name: 'fields: the reason is not saved',
    find: "  'active_reason',\n  'active_schedule_id',\n  'version',",
    replace: "  'active_schedule_id',\n  'version',",
    grep: 'saves',
  },
]);

/** What the rest of the service keeps. A new rule brings new ones: a small slip in it each, and the test that sees it. */
export const RULE_MUTANTS: readonly Mutant[] = [
  ...fold,
  ...live,
  ...replan,
  ...selection,
  ...remembering,
  ...clocks,
  ...epochs,
  ...signals,
  ...door,
  ...commit,
  ...clock,
  ...removals,
  ...relay,
  ...reconciler,
  ...ranges,
  ...delivery,
  ...publicRead,
  ...quota,
  ...disk,
  ...backlog,
  ...objects,
  ...fileTurns,
  ...uploads,
  ...fields,
];
