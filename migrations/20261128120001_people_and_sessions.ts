import type { Knex } from 'knex';

/** People, whose keys nobody has, links that sign in once, and the sessions of browsers. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE api_keys
      -- The key of a person: nobody has its secret, it is used through sessions alone.
      ADD COLUMN is_person boolean NOT NULL DEFAULT false,
      -- SHA-256 of the secret of the one link that signs in with this key; it is taken out as the link is used.
      ADD COLUMN link_hash bytea,
      ADD COLUMN link_expires_at timestamptz(3),
      ADD CONSTRAINT api_keys_link_hash_key UNIQUE (link_hash),
      ADD CONSTRAINT link_hash_is_a_hash CHECK (length(link_hash) = 32),
      ADD CONSTRAINT link_expires CHECK ((link_hash IS NULL) = (link_expires_at IS NULL)),
      ADD CONSTRAINT a_person_does_not_expire CHECK (NOT is_person OR expires_at IS NULL);
    CREATE INDEX api_keys_kind ON api_keys (is_person, id);
    CREATE INDEX api_keys_kind_company ON api_keys (is_person, company_id, id);
    CREATE INDEX api_keys_links ON api_keys (link_expires_at) WHERE link_expires_at IS NOT NULL;

    CREATE TABLE browser_sessions (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      api_key_id bigint NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
      -- SHA-256 of what the cookie says.
      secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
      -- It ends then unless it is used before, and at ends_at in any case.
      expires_at timestamptz(3) NOT NULL,
      ends_at timestamptz(3) NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      CONSTRAINT session_expires_before_its_end CHECK (expires_at <= ends_at)
    );
    CREATE INDEX browser_sessions_key ON browser_sessions (api_key_id, id);
    CREATE INDEX browser_sessions_expired ON browser_sessions (expires_at);
  `);
}

/** Keys of people open nothing without sessions, so their rows go, too. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE browser_sessions;
    DELETE FROM api_keys WHERE is_person;
    ALTER TABLE api_keys DROP COLUMN is_person, DROP COLUMN link_hash, DROP COLUMN link_expires_at;
  `);
}
