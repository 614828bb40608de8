import { AppError } from '../domain/errors.js';
import { must } from '../domain/must.js';
import { newWarnings } from '../domain/plan/differences.js';
import { warningWords } from '../domain/plan/warning-words.js';
import type { Rehearsals, RefuseNewWarnings } from '../planning/rehearsal.js';
import type { Timelines } from './timelines.js';

/** Warnings of so much of what is to come. */
const AHEAD_MS = 30 * 24 * 3_600_000;
const MOST_SEGMENTS = 5_000;
/** So many are named. */
const MOST_NAMED = 5;

/** Has edits tried before they are made, and refuses those after which more may not be meant than before. */
export const createWarningGuard =
  (rehearsals: Rehearsals, timelines: Timelines): RefuseNewWarnings =>
  async (arContentId, caller, work) => {
    const { at, before, after } = await rehearsals.rehearse(arContentId, caller, async (door, trying) => {
      await door.edit(arContentId, trying, work);
    });
    const then = must(after, 'the content of an edit');
    const told = await timelines.compare(before, then, { to: at + AHEAD_MS, most: MOST_SEGMENTS });
    const added = newWarnings(told.before.warnings, told.after.warnings);
    if (added.length === 0) return;
    const words = added.slice(0, MOST_NAMED).map(warningWords).join(' ');
    throw new AppError('warning_added', `Refused, as strict=true was sent: ${words}`);
  };
