import type { Knex } from 'knex';

/**
 * Endpoints of companies, the events that they are told of, and a row for each delivery. Events and deliveries name the
 * company and the endpoint by plain ids: what is deleted leaves at most a week of rows, which go by age, in batches; a
 * cascade over as many would take longer than a request may.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE webhooks (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
      url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
      events text[] NOT NULL CHECK (cardinality(events) > 0),
      status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'failing')),
      failing_reason text,
      failing_at timestamptz(3),
      secret bytea NOT NULL,
      former_secret bytea,
      former_secret_until timestamptz(3),
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT failing_has_reason CHECK ((status = 'failing') = (failing_reason IS NOT NULL AND failing_at IS NOT NULL)),
      CONSTRAINT former_secret_ends CHECK ((former_secret IS NULL) = (former_secret_until IS NULL))
    );
    CREATE INDEX webhooks_company ON webhooks (company_id, id);

    CREATE TABLE webhook_events (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL,
      -- Null: of no content. Its events are delivered in order.
      ar_content_id bigint,
      -- Null: for every endpoint that wants its type.
      webhook_id bigint,
      type text NOT NULL,
      happens_at timestamptz(3) NOT NULL,
      data jsonb NOT NULL,
      handed_out_at timestamptz(3),
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX webhook_events_new ON webhook_events (id) WHERE handed_out_at IS NULL;
    CREATE INDEX webhook_events_company ON webhook_events (company_id, id);
    CREATE INDEX webhook_events_age ON webhook_events (created_at);

    CREATE TABLE webhook_deliveries (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      webhook_id bigint NOT NULL,
      event_id bigint NOT NULL REFERENCES webhook_events (id) ON DELETE CASCADE,
      type text NOT NULL,
      ar_content_id bigint,
      -- What is delivered in order: the content, else 0.
      lane bigint NOT NULL GENERATED ALWAYS AS (coalesce(ar_content_id, 0)) STORED,
      status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'given_up')),
      attempts integer NOT NULL DEFAULT 0,
      first_attempt_at timestamptz(3),
      last_attempt_at timestamptz(3),
      next_attempt_at timestamptz(3) DEFAULT clock_timestamp(),
      answer_status integer,
      problem text,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (webhook_id, event_id),
      CONSTRAINT pending_has_attempt CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL))
    );
    CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, id);
    CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event_id);
    CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id, lane, event_id) WHERE status = 'pending';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE webhook_deliveries, webhook_events, webhooks');
}
