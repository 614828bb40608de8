import type { Transaction } from '../db/database.js';
import { enterEvent } from '../db/webhook-events.js';
import type { ArContent } from '../domain/ar-content.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Instant } from '../domain/scalars.js';

/** Tells endpoints of a schedule that has no slot left from an instant on. */
export async function tellEnded(
  trx: Transaction,
  { id: arContentId, company_id: companyId, unique_id }: ArContent,
  { id, last_slot_at }: RotationSchedule,
  happensAt: Instant,
): Promise<void> {
  const lastSlotAt = last_slot_at === null ? null : new Date(last_slot_at).toISOString();
  const data = { ar_content_id: arContentId, unique_id, schedule_id: id, last_slot_at: lastSlotAt };
  await enterEvent(trx, { companyId, arContentId, type: 'schedule.ended', happensAt, data });
}
