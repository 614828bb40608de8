import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A secret of Standard Webhooks. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

const signatureBy = (secret: string, signed: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
    .update(signed)
    .digest('base64')}`;

/** What is sent, and the headers by which a receiver tells whose it is. */
export interface Message {
  id: string;
  body: string;
}

/**
 * The headers of Standard Webhooks: while two secrets are valid, both sign.
 * @param at when the attempt is made, epoch ms
 */
export function signedHeaders({ id, body }: Message, secrets: readonly string[], at: number): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000));
  const signed = `${id}.${timestamp}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signatureBy(secret, signed)).join(' '),
  };
}
