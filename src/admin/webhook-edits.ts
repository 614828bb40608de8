import { requireRoomFor } from '../db/companies.js';
import { countPending, enterTest, replayFrom } from '../db/webhook-deliveries.js';
import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import type { ExpectedRevision } from '../domain/revision.js';
import type { Id } from '../domain/scalars.js';
import {
  MOST_PENDING,
  SECRETS_OVERLAP_MS,
  TEST_EVENT,
  type Webhook,
  type WebhookEventType,
} from '../domain/webhook.js';
import { workflowId } from '../domain/workflow-kinds.js';
import type { AdminDoor } from './admin-door.js';

/** A new endpoint. */
export interface WebhookInput {
  company_id: Id;
  url: string;
  events: WebhookEventType[];
  dark_days?: number;
  lead_seconds?: number;
  /** Sealed. */
  secret: Buffer;
}

export type WebhookChanges = Partial<Pick<WebhookInput, 'url' | 'events' | 'dark_days' | 'lead_seconds'>>;

const WEBHOOKS = { table: 'webhooks', things: 'webhooks', variable: 'MAX_WEBHOOKS_PER_COMPANY' };

/** @throws AppError `validation_failed`; `conflict` when the company has too many */
export const createWebhook = (admin: AdminDoor, caller: Caller, input: WebhookInput): Promise<Webhook> =>
  admin.create(caller, 'webhook', async (creation) => {
    const things = { ...WEBHOOKS, limit: admin.limits.webhooksPerCompany };
    await requireRoomFor(creation.trx, input.company_id, things);
    const webhook = await creation.insert(input);
    creation.send(workflowId('webhook', webhook.id), 'poke');
    return webhook;
  });

/**
 * Changes fields of an endpoint.
 * @param changesOf tells which, from the endpoint as it is.
 * @throws AppError `not_found`, `precondition_failed`, and whatever `changesOf` throws
 */
export const updateWebhook = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  changesOf: (before: Webhook) => WebhookChanges,
  expected: ExpectedRevision,
): Promise<Webhook> =>
  admin.edit(caller, { noun: 'webhook', id, verb: 'update', expected }, async ({ before, ...edit }) =>
    edit.change(changesOf(before)),
  );

/** Its events stay with the company for a while. @throws AppError `not_found`, `precondition_failed` */
export const deleteWebhook = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  expected: ExpectedRevision,
): Promise<{ id: Id }> =>
  admin.edit(caller, { noun: 'webhook', id, verb: 'delete', expected }, async (edit) => {
    edit.send(workflowId('webhook', id), 'cancel');
    return edit.remove([]);
  });

/**
 * Gives an endpoint another secret. The one before signs for another day, the one before that no more.
 * @param secret sealed
 * @throws AppError `not_found`, `precondition_failed`
 */
export const rotateWebhookSecret = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  secret: Buffer,
  expected: ExpectedRevision,
): Promise<Webhook> =>
  admin.edit(caller, { noun: 'webhook', id, verb: 'rotate_secret', expected }, ({ trx, ...edit }) =>
    edit.change({
      secret,
      former_secret: trx.ref('secret'),
      former_secret_until: trx.raw(`clock_timestamp() + ? * interval '1 ms'`, [SECRETS_OVERLAP_MS]),
    }),
  );

/**
 * Sends to an endpoint again that was given up: what comes from now on.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when it is active
 */
export const enableWebhook = (admin: AdminDoor, caller: Caller, id: Id, expected: ExpectedRevision): Promise<Webhook> =>
  admin.edit(caller, { noun: 'webhook', id, verb: 'enable', expected }, async ({ before, ...edit }) => {
    if (before.status === 'active') throw new AppError('conflict', `Webhook ${id} is active.`);
    edit.send(workflowId('webhook', id), 'poke');
    return edit.change({ status: 'active', failing_reason: null, failing_at: null });
  });

function requireActive({ id, status }: Webhook): void {
  if (status === 'active') return;
  throw new AppError('conflict', `Webhook ${id} is failing: enable it first (POST /api/webhooks/${id}/enable).`);
}

/** @returns the delivery of an event that is made for this. @throws AppError `not_found`, `conflict` when it is failing */
export const testWebhook = (admin: AdminDoor, caller: Caller, id: Id): Promise<{ delivery_id: Id }> =>
  admin.edit(caller, { noun: 'webhook', id, verb: 'test', expected: null }, async ({ trx, before, ...edit }) => {
    requireActive(before);
    await refuseFull(trx, before, 1);
    const delivery_id = await enterTest(trx, before, TEST_EVENT);
    edit.note({ delivery_id });
    edit.send(workflowId('webhook', id), 'poke');
    return { delivery_id };
  });

/** What a replay has come to: how many deliveries, and the event to go on from; null: it reached the end. */
export interface Replay {
  replayed: number;
  next_event_id: Id | null;
}

/**
 * Has everything that an endpoint wants be sent again, from an event on.
 * @throws AppError `not_found`; `conflict` when it is failing, or has too much to deliver already
 */
export const replayWebhook = (admin: AdminDoor, caller: Caller, id: Id, fromEventId: Id): Promise<Replay> =>
  admin.edit(caller, { noun: 'webhook', id, verb: 'replay', expected: null }, async ({ trx, before, ...edit }) => {
    requireActive(before);
    await refuseFull(trx, before, MOST_PENDING / 2);
    const { replayed, next } = await replayFrom(trx, before, fromEventId);
    edit.note({ from_event_id: fromEventId, replayed });
    edit.send(workflowId('webhook', id), 'poke');
    return { replayed, next_event_id: next };
  });

async function refuseFull(trx: Parameters<typeof countPending>[0], { id }: Webhook, room: number): Promise<void> {
  const most = MOST_PENDING - room;
  if ((await countPending(trx, id, most + 1)) <= most) return;
  throw new AppError('conflict', `More than ${most} deliveries to webhook ${id} wait already: try again later.`);
}
