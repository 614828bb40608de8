import { z } from 'zod';
import { DARK_DAYS, LEAD_SECONDS, WEBHOOK_EVENT_TYPES, WEBHOOK_EVENTS } from '../../domain/webhook.js';
import { idField, saidAs, wholeNumber } from '../http/fields.js';

const MAX_URL = 2_000;

/** What each kind of event means, for the document. */
const MEANINGS = WEBHOOK_EVENT_TYPES.map((type) => `\`${type}\`: ${WEBHOOK_EVENTS[type]}.`).join(' ');

const hasNoneTwice = (values: readonly string[]): boolean => new Set(values).size === values.length;

const webhookFields = {
  url: saidAs(z.string().trim().min(1).max(MAX_URL), {
    type: 'string',
    maxLength: MAX_URL,
    pattern: String.raw`^\s*[Hh][Tt][Tt][Pp][Ss]?://\S`,
  }).meta({
    description: 'http or https, an address of the Internet; redirects are not followed',
    example: 'https://example.com/hooks/ar',
  }),
  events: saidAs(
    z.array(z.enum(WEBHOOK_EVENT_TYPES)).min(1).refine(hasNoneTwice, { error: 'must not name a kind twice' }),
    { type: 'array', items: { type: 'string', enum: WEBHOOK_EVENT_TYPES }, minItems: 1, uniqueItems: true },
  ).meta({ description: MEANINGS, example: ['rotation.done', 'content.dark'] }),
};

const futureFields = {
  dark_days: wholeNumber(DARK_DAYS.least, DARK_DAYS.most)
    .optional()
    .meta({
      description: `So many days before an AR content goes dark, \`content.going_dark\` tells it; ${DARK_DAYS.usual} unless given`,
      example: DARK_DAYS.usual,
    }),
  lead_seconds: wholeNumber(LEAD_SECONDS.least, LEAD_SECONDS.most)
    .optional()
    .meta({
      description: `So many seconds before another video is shown, \`rotation.will_change\` tells it; ${LEAD_SECONDS.usual} unless given`,
      example: LEAD_SECONDS.usual,
    }),
};

/** A new endpoint. */
export const webhookBody = z
  .strictObject({
    company_id: idField.optional().meta({ description: 'Required with an installation-wide key' }),
    ...webhookFields,
    ...futureFields,
  })
  .meta({ id: 'WebhookInput' });

/** What may be set of an endpoint. */
export const webhookChanges = z.strictObject({ ...webhookFields, ...futureFields }).partial();

/** From where on events are sent again. */
export const replayBody = z
  .strictObject({ from_event_id: idField.meta({ description: 'Of the first event that is sent again', example: 7 }) })
  .meta({ id: 'WebhookReplayInput' });
