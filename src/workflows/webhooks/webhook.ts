import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import type { SendReport } from '../../activities/send-webhooks.js';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.js';
import { isTimeForNewRun } from '../new-run.js';
import { webhookChangedSignal, webhookStatusQuery, type WebhookWorkflowInput, type WebhookStatus } from './messages.js';
import { webhookQueueOf } from './webhook-queue.js';

/** An endpoint that answers nothing is asked less and less often: 5 s after the first time, ten minutes at most. */
const FIRST_PAUSE_MS = 5_000;
const MOST_PAUSE_MS = 600_000;

const pauseAfter = (strikes: number): number => Math.min(FIRST_PAUSE_MS * 4 ** (strikes - 1), MOST_PAUSE_MS);

const sending = (): Activities =>
  proxyActivities<Activities>({
    startToCloseTimeout: '2m',
    heartbeatTimeout: '15s',
    cancellationType: 'TRY_CANCEL',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
    taskQueue: webhookQueueOf(workflowInfo().taskQueue),
    summary: 'deliver what is due',
  });

type Sent = Extract<SendReport, { status: 'active' }>;

/** How long to wait before the next look; null: until there is something to deliver. */
function pauseOf({ waitMs }: Sent, strikes: number): number | null {
  return strikes === 0 || waitMs === null ? waitMs : Math.max(waitMs, pauseAfter(strikes));
}

/**
 * The deliveries to one endpoint, until it is given up or deleted. The rows say what is to be delivered and how often it
 * was tried: a run that was lost begins anew and loses nothing.
 */
export async function webhookWorkflow({ webhookId, carried }: WebhookWorkflowInput): Promise<WebhookStatus> {
  const status: WebhookStatus = { step: 'sending', words: `webhook ${webhookId}` };
  const told = { changed: false };
  setHandler(webhookChangedSignal, () => void (told.changed = true), { description: 'Something is to be delivered.' });
  setHandler(webhookStatusQuery, () => status, { description: 'What is done now.' });
  let { strikes, hasAttributes } = carried ?? { strikes: 0, hasAttributes: false };
  for (;;) {
    told.changed = false;
    const report = await sending().sendDeliveries({ webhookId });
    show(status, report.status === 'active' ? 'waiting' : report.status, report.words);
    if (report.status !== 'active') {
      // Somebody enabled it again before its run had ended.
      if (told.changed && report.status === 'failing') continue;
      return status;
    }
    if (!hasAttributes) upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.companyId, value: report.companyId }]);
    hasAttributes = true;
    strikes = report.isAway ? strikes + 1 : 0;
    await rest(pauseOf(report, strikes), strikes, told);
    if (isTimeForNewRun()) {
      await continueAsNew<typeof webhookWorkflow>({ webhookId, carried: { strikes, hasAttributes } });
    }
  }
}

/** Waits; what comes meanwhile cuts it short, unless the endpoint answers nothing: then it waits with the rest. */
async function rest(ms: number | null, strikes: number, told: { changed: boolean }): Promise<void> {
  if (ms === 0) return;
  if (ms === null) await condition(() => told.changed);
  else await condition(() => told.changed && strikes === 0, ms);
}

function show(status: WebhookStatus, step: WebhookStatus['step'], words: string): void {
  status.step = step;
  status.words = words;
  setCurrentDetails(`${step}: ${words}`);
}
