import type { Knex } from 'knex';

/** Bulks: one action on many schedules, each in a transaction of its own. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What a client was told a bulk would be about, until it says so or time is over.
    CREATE TABLE bulk_proposals (
      token_hash bytea PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
      actor text NOT NULL,
      request jsonb NOT NULL,
      schedule_ids bigint[] NOT NULL,
      ar_content_ids bigint[] NOT NULL,
      expires_at timestamptz(3) NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT each_schedule_has_its_content CHECK (cardinality(schedule_ids) = cardinality(ar_content_ids))
    );
    CREATE INDEX bulk_proposals_company ON bulk_proposals (company_id, created_at);
    CREATE INDEX bulk_proposals_expires ON bulk_proposals (expires_at);

    CREATE TABLE bulks (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
      action text NOT NULL CHECK (action IN ('pause', 'resume', 'rotate', 'skip', 'delete')),
      filter jsonb NOT NULL CHECK (jsonb_typeof(filter) = 'object'),
      note text CHECK (length(note) <= 500),
      -- Of a pause.
      resume_at timestamptz(3),
      -- Of a pause or a resume.
      missed text CHECK (missed IN ('none', 'once', 'all')),
      status text NOT NULL DEFAULT 'under_way' CHECK (status IN ('under_way', 'done', 'cancelled')),
      -- Who it acts for, and the token that said yes to it, so that the same token said again is the same bulk.
      actor text NOT NULL,
      token_hash bytea NOT NULL UNIQUE,
      total integer NOT NULL,
      -- Counted every now and then while it is under way, exact once it has ended.
      done integer NOT NULL DEFAULT 0,
      refused integer NOT NULL DEFAULT 0,
      ended_at timestamptz(3),
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT bulk_does_no_more_than_all CHECK (done >= 0 AND refused >= 0 AND done + refused <= total),
      CONSTRAINT bulk_ends_with_an_instant CHECK ((status = 'under_way') = (ended_at IS NULL))
    );
    CREATE INDEX bulks_company ON bulks (company_id, id);
    CREATE INDEX bulks_under_way ON bulks (company_id, id) WHERE status = 'under_way';
    CREATE INDEX bulks_ended ON bulks (ended_at) WHERE ended_at IS NOT NULL;

    -- They name what may be deleted later, as the ledger does.
    CREATE TABLE bulk_items (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      bulk_id bigint NOT NULL REFERENCES bulks (id) ON DELETE CASCADE,
      schedule_id bigint NOT NULL,
      ar_content_id bigint NOT NULL,
      status text NOT NULL DEFAULT 'remaining' CHECK (status IN ('remaining', 'done', 'refused')),
      -- How often a try came to nothing that may succeed later.
      attempts integer NOT NULL DEFAULT 0,
      code text,
      message text,
      ended_at timestamptz(3),
      CONSTRAINT bulk_item_is_refused_for_a_reason CHECK ((status = 'refused') = (code IS NOT NULL AND message IS NOT NULL)),
      CONSTRAINT bulk_item_ends_with_an_instant CHECK ((status = 'remaining') = (ended_at IS NULL)),
      CONSTRAINT bulk_items_one_per_schedule UNIQUE (bulk_id, schedule_id)
    );
    CREATE INDEX bulk_items_bulk ON bulk_items (bulk_id, id);
    CREATE INDEX bulk_items_status ON bulk_items (bulk_id, status, id);
    CREATE INDEX bulk_items_next ON bulk_items (bulk_id, attempts, id) WHERE status = 'remaining';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE bulk_items, bulks, bulk_proposals');
}
