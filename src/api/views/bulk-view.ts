import type { FieldCode } from '../../domain/errors.js';
import { z } from 'zod';
import { BULK_ACTIONS, BULK_ITEM_STATUSES, BULK_STATUSES, remainingOf } from '../../domain/bulk.js';
import type { Bulk, BulkFilter, BulkItem } from '../../domain/bulk.js';
import { ROTATION_TYPES } from '../../domain/recurrence/timing-rule.js';
import { MISSED } from '../../domain/rotation-schedule.js';
import { workflowId } from '../../domain/workflow-kinds.js';
import {
  flagField,
  idAnswer,
  idField,
  instantAnswer,
  instantField,
  textField,
  toIso,
  toIsoOrNull,
} from '../http/fields.js';

/** More ids than these are no filter: what they fit is more than a bulk may be about. */
const MOST_CONTENTS = 1_000;
const MOST_SCHEDULES = 10_000;

const LATE = 'Whether any slot was carried out late';
const FAILED = 'Whether a try to carry out what is due ever failed';
const DUE = 'Those whose next rotation is not later';

/** Which schedules, in a request. */
const filterBody = z
  .strictObject({
    project_id: idField.optional(),
    ar_content_ids: z.array(idField).min(1).max(MOST_CONTENTS).optional(),
    schedule_ids: z.array(idField).min(1).max(MOST_SCHEDULES).optional(),
    rotation_type: z.enum(ROTATION_TYPES).optional(),
    is_active: flagField.optional(),
    late: flagField.optional().meta({ description: LATE }),
    failed: flagField.optional().meta({ description: FAILED }),
    due_before: instantField.optional().meta({ description: DUE }),
  })
  .meta({
    id: 'BulkFilterInput',
    description: 'Schedules that fit each field that is given; with none, all of the company',
  });

/** The body that foretells a bulk, or begins it. */
export const bulkBody = z
  .strictObject({
    company_id: idField.optional().meta({ description: "Of a dry run; implied with a company's key" }),
    action: z
      .enum(BULK_ACTIONS)
      .optional()
      .meta({ description: 'Of a dry run. Each is what the route of a schedule does' }),
    filter: filterBody.optional(),
    note: textField(500).nullable().optional().meta({ description: 'Why; of a pause, each schedule says it, too' }),
    until: instantField
      .nullable()
      .optional()
      .meta({ description: 'Of a pause: when the schedules go on by themselves' }),
    missed: z
      .enum(MISSED)
      .nullable()
      .optional()
      .meta({ description: 'Of pause and resume: what is done about slots that fall into the pause' }),
    dry_run: flagField.optional().meta({ description: 'true: nothing is done but to tell, and to give a token' }),
    token: z.string().min(1).max(100).optional().meta({ description: 'Of the dry run: begins exactly that' }),
  })
  .superRefine(({ action, filter, dry_run: isDryRun = false, token }, context) => {
    const refuse = (field: string, message: string, code: FieldCode): void =>
      context.addIssue({ code: 'custom', path: [field], message, params: { code } });
    if (token !== undefined && isDryRun) refuse('token', 'is of what begins: leave it out of a dry run', 'invalid');
    if (token === undefined && !isDryRun) refuse('token', 'is required: ask with dry_run true first', 'required');
    if (isDryRun && action === undefined) refuse('action', 'is required', 'required');
    if (isDryRun && filter === undefined)
      refuse('filter', 'is required; {} means all schedules of the company', 'required');
  })
  .meta({ id: 'BulkInput' });

/** What a dry run answers. */
export const bulkProposalAnswer = z
  .strictObject({
    dry_run: z.literal(true),
    company_id: idAnswer,
    action: z.enum(BULK_ACTIONS),
    count: z.int().min(0).meta({ description: 'How many schedules it would be about' }),
    first_ids: z.array(idAnswer).meta({ description: 'Twenty of them, those of one AR content beside each other' }),
    token: z
      .string()
      .nullable()
      .meta({ description: 'Begins exactly that, once, with the same key; null: it would be about none' }),
    expires_at: instantAnswer.nullable(),
  })
  .meta({ id: 'BulkProposal' });

const filterAnswer = z
  .strictObject({
    project_id: idAnswer.optional(),
    ar_content_ids: z.array(idAnswer).optional(),
    schedule_ids: z.array(idAnswer).optional(),
    rotation_type: z.enum(ROTATION_TYPES).optional(),
    is_active: z.boolean().optional(),
    late: z.boolean().optional(),
    failed: z.boolean().optional(),
    due_before: instantAnswer.optional(),
  })
  .meta({ id: 'BulkFilter' });

/** A bulk in an answer. */
export const bulkAnswer = z
  .strictObject({
    id: idAnswer,
    company_id: idAnswer,
    action: z.enum(BULK_ACTIONS),
    filter: filterAnswer.meta({ description: 'What it was looked for by' }),
    note: z.string().nullable(),
    until: instantAnswer.nullable(),
    missed: z.enum(MISSED).nullable(),
    status: z.enum(BULK_STATUSES),
    progress: z
      .strictObject({
        total: z.int(),
        done: z.int(),
        refused: z.int(),
        remaining: z.int().meta({ description: 'Of a bulk that was cancelled: for good' }),
      })
      .meta({ description: 'As counted about once a second; exact once it has ended' }),
    actor: z.string().meta({ description: 'Who started it: the ledger and the audit log name them' }),
    workflow_id: z
      .string()
      .meta({ description: 'In the Temporal Web UI; rows of the audit log have it as request_id' }),
    ended_at: instantAnswer.nullable(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
  })
  .meta({ id: 'Bulk' });

/** One schedule of a bulk in an answer. */
export const bulkItemAnswer = z
  .strictObject({
    id: idAnswer,
    schedule_id: idAnswer,
    ar_content_id: idAnswer,
    status: z.enum(BULK_ITEM_STATUSES),
    code: z
      .string()
      .nullable()
      .meta({ description: 'Why it was refused, as the route of the schedule says it; gone: it was deleted' }),
    message: z.string().nullable(),
    ended_at: instantAnswer.nullable(),
  })
  .meta({ id: 'BulkItem' });

function filterView({ ar_content_ids, schedule_ids, due_before, ...filter }: BulkFilter): z.input<typeof filterAnswer> {
  return {
    ...filter,
    ...(ar_content_ids && { ar_content_ids: [...ar_content_ids] }),
    ...(schedule_ids && { schedule_ids: [...schedule_ids] }),
    ...(due_before !== undefined && { due_before: toIso(due_before) }),
  };
}

/** A bulk as an answer says it. */
export function bulkView(bulk: Bulk): z.input<typeof bulkAnswer> {
  const { total, done, refused, revision: _, resume_at, ...fields } = bulk;
  return {
    ...fields,
    filter: filterView(bulk.filter),
    until: toIsoOrNull(resume_at),
    progress: { total, done, refused, remaining: remainingOf(bulk) },
    workflow_id: workflowId('bulk', bulk.id),
    ended_at: toIsoOrNull(bulk.ended_at),
    created_at: toIso(bulk.created_at),
    updated_at: toIso(bulk.updated_at),
  };
}

/** An item as an answer says it. */
export const bulkItemView = (item: BulkItem): z.input<typeof bulkItemAnswer> => ({
  id: item.id,
  schedule_id: item.schedule_id,
  ar_content_id: item.ar_content_id,
  status: item.status,
  code: item.code,
  message: item.message,
  ended_at: toIsoOrNull(item.ended_at),
});
