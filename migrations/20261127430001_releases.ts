import type { Knex } from 'knex';

/** Releases: overrides of many contents that begin and end together. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE releases (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      note text CHECK (length(note) <= 500),
      live_at timestamptz(3) NOT NULL,
      revert_at timestamptz(3),
      priority integer NOT NULL DEFAULT 0,
      -- Which video each content shows. They name what may be deleted later, as the ledger does.
      items jsonb NOT NULL CHECK (jsonb_typeof(items) = 'array'),
      cancelled_at timestamptz(3),
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT release_reverts_after_it_is_live CHECK (revert_at > live_at)
    );
    CREATE INDEX releases_company ON releases (company_id, id);
    CREATE INDEX releases_not_over ON releases (company_id, (coalesce(revert_at, 'infinity')))
      WHERE cancelled_at IS NULL;

    ALTER TABLE overrides ADD COLUMN release_id bigint REFERENCES releases (id) ON DELETE CASCADE;
    CREATE UNIQUE INDEX overrides_release ON overrides (release_id, ar_content_id) WHERE release_id IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DELETE FROM overrides WHERE release_id IS NOT NULL;
    ALTER TABLE overrides DROP COLUMN release_id;
    DROP TABLE releases;
  `);
}
