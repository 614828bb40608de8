import { seenBy, type Mutant } from './mutant.js';

const messages = seenBy('test/api/routes/messages.test.ts', [
  {
    name: 'messages: the workflow of a webhook that is enabled again is not told',
    find: "is active.`);\n    edit.send(workflowId('webhook', id), 'poke');\n",
    replace: 'is active.`);\n',
    grep: 'of POST /api/webhooks/{id}/enable',
  },
  {
    name: 'messages: the workflow of a webhook that is deleted goes on',
    find: "    edit.send(workflowId('webhook', id), 'cancel');\n",
    replace: '',
    grep: 'of DELETE /api/webhooks/{id}',
  },
  {
    name: 'messages: nobody is told to send events again',
    find: "    edit.note({ from_event_id: fromEventId, replayed });\n    edit.send(workflowId('webhook', id), 'poke');\n",
    replace: '    edit.note({ from_event_id: fromEventId, replayed });\n',
    grep: 'of POST /api/webhooks/{id}/replay',
  },
  {
    name: 'messages: a schedule that is gone is not cancelled',
    find: "messages.set(workflowId('schedule', id), 'cancel');",
    replace: "messages.set(workflowId('schedule', id), 'poke');",
    grep: 'of DELETE /api/rotation/{id}',
  },
]);

const api = seenBy('test/api/webhooks.test.ts', [
  {
    name: 'webhook: any number of deliveries waits',
    find: 'if ((await countPending(trx, id, most + 1)) <= most) return;\n',
    replace: 'if ((await countPending(trx, id, most + 1)) >= 0) return;\n',
    grep: '10,000 deliveries wait',
  },
  {
    name: 'webhook: ten times as many deliveries wait',
    find: 'export const MOST_PENDING = 10_000;',
    replace: 'export const MOST_PENDING = 100_000;',
    grep: '10,000 deliveries wait',
  },
  {
    name: 'webhook: a replay leaves an event out where it goes on',
    find: 'last !== null ? last + 1 : null };',
    replace: 'last !== null ? last + 2 : null };',
    grep: 'go over 5,000 events',
  },
  {
    name: 'webhook: what was not handed out yet is sent again',
    find: 'AND handed_out_at IS NOT NULL AND withdrawn_at',
    replace: 'AND withdrawn_at',
    grep: 'not handed out yet',
  },
]);

const sending = seenBy('test/activities/send-webhooks.test.ts', [
  {
    name: 'webhook: the attempts of before count for what is sent again',
    find: "status = 'pending', attempts = 0, first_attempt_at = NULL,",
    replace: "status = 'pending',",
    grep: 'sent again from any event on',
  },
  {
    name: 'webhook: what is sent again meanwhile is done with the attempt under way',
    find: ".where({ id, attempts, status: 'pending' })",
    replace: ".where({ id, status: 'pending' })",
    grep: 'while one is under way',
  },
]);

const keeping = seenBy('test/activities/clean-up.test.ts', [
  {
    name: 'webhook: events are kept for six days',
    find: 'KEEP_EVENTS_MS = 7 * 24',
    replace: 'KEEP_EVENTS_MS = 6 * 24',
    grep: 'that are a week old',
  },
]);

/** What writes tell workflows, and what endpoints of companies are sent. */
export const WEBHOOK_MUTANTS: readonly Mutant[] = [...messages, ...api, ...sending, ...keeping];
