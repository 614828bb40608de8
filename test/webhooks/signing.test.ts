import assert from 'node:assert/strict';
import { Webhook } from 'standardwebhooks';
import { newWebhookSecret, signedHeaders } from '../../src/webhooks/signing.js';

describe('the signature of a delivery', () => {
  const body = JSON.stringify({ type: 'rotation.done', data: { title: 'Frühling' } });
  const [newer, older, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];

  it('is one that the library of Standard Webhooks takes, by each of two secrets', () => {
    const headers = signedHeaders({ id: 'evt_7', body }, [newer, older], Date.now());
    for (const secret of [newer, older]) assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body));
    assert.throws(() => new Webhook(other).verify(body, headers), /No matching signature/);
    assert.throws(() => new Webhook(newer).verify(`${body} `, headers), /No matching signature/);
    assert.equal(headers['webhook-id'], 'evt_7');
  });

  it('holds for a time only', () => {
    const headers = signedHeaders({ id: 'evt_7', body }, [newer], Date.now() - 3_600_000);
    assert.throws(() => new Webhook(newer).verify(body, headers), /too old/);
  });
});
