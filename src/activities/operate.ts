import { createHash } from 'node:crypto';
import type { Caller } from '../domain/caller.js';
import { invalidFields, type AppError } from '../domain/errors.js';
import { instantFault, readInstant } from '../domain/instant-text.js';
import { MISSED, type RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id, Instant } from '../domain/scalars.js';
import { workflowId } from '../domain/workflow-kinds.js';
import { pauseSchedule, resumeSchedule } from '../planning/pause-edits.js';
import type { Planner } from '../planning/planner.js';
import { updateSchedule } from '../planning/schedule-edits.js';
import { addSkip } from '../planning/skip-edits.js';
import type { OperatorRequest, OperatorTask } from './operator-request.js';

const MAX_NOTE = 500;

const invalid = (field: string, message: string): AppError => invalidFields([{ field, message }]);

function instantOf(until: unknown): Instant | null {
  if (until == null) return null;
  const text = typeof until === 'string' ? until : '';
  const at = readInstant(text);
  if (at === null) throw invalid('until', instantFault(text, '2026-12-01T09:00:00Z'));
  return at;
}

function noteOf(note: unknown): string | null {
  if (note == null) return null;
  if (typeof note === 'string' && note.length <= MAX_NOTE) return note;
  throw invalid('note', `must be text of at most ${MAX_NOTE} characters`);
}

function missedOf(missed: unknown): (typeof MISSED)[number] | undefined {
  const known = MISSED.find((one) => one === missed);
  if (known === undefined && missed !== undefined) throw invalid('missed', `must be one of ${MISSED.join(', ')}`);
  return known;
}

function positionOf(position: unknown): number {
  if (typeof position === 'number' && Number.isSafeInteger(position) && position >= 0) return position;
  throw invalid('position', 'must be a position of the sequence, from 0');
}

/** Does what is asked, and says what came of it. */
function carryOut(planner: Planner, caller: Caller, id: Id, request: OperatorRequest): Promise<RotationSchedule> {
  switch (request.kind) {
    case 'pause': {
      const missed = missedOf(request.missed);
      const input = { note: noteOf(request.note), until: instantOf(request.until), ...(missed && { missed }) };
      return pauseSchedule(planner, caller, id, input);
    }
    case 'resume':
      return resumeSchedule(planner, caller, id, missedOf(request.missed));
    case 'skipNext':
      return addSkip(planner, caller, id, { next: true }).then(({ schedule }) => schedule);
    case 'setPosition':
      return updateSchedule(planner, caller, id, { current_index: positionOf(request.position) }, null);
  }
}

const DONE: Readonly<Record<OperatorRequest['kind'], string>> = {
  pause: 'is paused',
  resume: 'goes on',
  skipNext: 'skips its next slot',
  setPosition: 'has its position set',
};

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * What an operator asks of a schedule, by the same edits as REST, once for each request.
 * @throws AppError `validation_failed` that names the field; whatever the edit throws.
 */
export async function operate(
  planner: Planner,
  { scheduleId, requestId, request }: OperatorTask,
  caller: Caller,
): Promise<{ result: string }> {
  // All workflows are one actor, and whoever sends an update chooses how long its id is.
  const key = digestOf(`${workflowId('schedule', scheduleId)} ${requestId}`).toString('hex');
  const idempotency = { key, requestHash: digestOf(JSON.stringify(request)) };
  await carryOut(planner, { ...caller, requestId, idempotency }, scheduleId, request);
  return { result: `schedule ${scheduleId} ${DONE[request.kind]}` };
}
