import type { Knex } from 'knex';

/**
 * Events about the future. `foretold` holds what endpoints were told that is still to come, each once; `webhook_looks`
 * how far the look at a company is, `content_looks` what a look has seen of a content, so that it looks again only where
 * something changed. All of them name companies, contents and endpoints by plain ids: with foreign keys a look would wait
 * for what edits and rotations lock, and they for it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE webhooks
      ADD COLUMN dark_days integer NOT NULL DEFAULT 7
        CONSTRAINT dark_days_lie_in_range CHECK (dark_days BETWEEN 1 AND 366),
      ADD COLUMN lead_seconds integer NOT NULL DEFAULT 600
        CONSTRAINT lead_seconds_lie_in_range CHECK (lead_seconds BETWEEN 60 AND 86400);
    CREATE INDEX webhooks_future ON webhooks (company_id)
      WHERE status = 'active' AND events && '{rotation.will_change,content.going_dark}';

    ALTER TABLE webhook_events ADD COLUMN withdrawn_at timestamptz(3);
    ALTER TABLE webhook_deliveries
      DROP CONSTRAINT webhook_deliveries_status_check,
      ADD CONSTRAINT webhook_deliveries_status_check
        CHECK (status IN ('pending', 'delivered', 'given_up', 'withdrawn'));

    CREATE TABLE webhook_looks (
      company_id bigint PRIMARY KEY,
      -- The last content that was looked at; 0: the look is over, or has not begun.
      after_id bigint NOT NULL,
      begun_at timestamptz(3) NOT NULL,
      served_at timestamptz(3) NOT NULL
    );
    CREATE TABLE content_looks (
      company_id bigint NOT NULL,
      ar_content_id bigint NOT NULL,
      -- The version of the content, and for whom it was looked at.
      seen text NOT NULL,
      again_at timestamptz(3),
      PRIMARY KEY (company_id, ar_content_id)
    );
    CREATE TABLE foretold (
      company_id bigint NOT NULL,
      ar_content_id bigint NOT NULL,
      webhook_id bigint NOT NULL,
      type text NOT NULL,
      due_at timestamptz(3) NOT NULL,
      -- The video that is shown from then on; empty: none.
      said text NOT NULL,
      data jsonb NOT NULL,
      event_id bigint NOT NULL,
      PRIMARY KEY (company_id, ar_content_id, webhook_id, type, due_at)
    );
    CREATE INDEX foretold_due ON foretold (due_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE foretold, content_looks, webhook_looks;
    UPDATE webhook_deliveries SET status = 'given_up' WHERE status = 'withdrawn';
    ALTER TABLE webhook_deliveries
      DROP CONSTRAINT webhook_deliveries_status_check,
      ADD CONSTRAINT webhook_deliveries_status_check CHECK (status IN ('pending', 'delivered', 'given_up'));
    ALTER TABLE webhook_events DROP COLUMN withdrawn_at;
    DROP INDEX webhooks_future;
    UPDATE webhooks SET events = array_remove(array_remove(events, 'rotation.will_change'), 'content.going_dark')
      WHERE cardinality(array_remove(array_remove(events, 'rotation.will_change'), 'content.going_dark')) > 0;
    ALTER TABLE webhooks DROP COLUMN dark_days, DROP COLUMN lead_seconds;
  `);
}
