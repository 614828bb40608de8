import type { Knex } from 'knex';

/**
 * Dayparts and calendars of companies. What follows them follows a revision, which never changes: a change makes a new
 * one. Its id is a uuid, so that a process may keep revisions whatever database they come from.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE calendars (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      days jsonb NOT NULL CHECK (jsonb_typeof(days) = 'array'),
      revision_id uuid NOT NULL,
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX calendars_company ON calendars (company_id, id);
    CREATE INDEX calendars_company_name ON calendars (company_id, name, id);
    CREATE INDEX calendars_name ON calendars (name, id);

    -- The days until the end of 2099, a bit each, from first_day (days since 1970-01-01) on.
    CREATE TABLE calendar_revisions (
      id uuid PRIMARY KEY,
      calendar_id bigint NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
      first_day integer NOT NULL CHECK (first_day >= 0),
      day_bits bytea NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (calendar_id, id)
    );
    ALTER TABLE calendars ADD CONSTRAINT calendar_has_revision FOREIGN KEY (id, revision_id)
      REFERENCES calendar_revisions (calendar_id, id) DEFERRABLE INITIALLY DEFERRED;

    CREATE TABLE dayparts (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company_id bigint NOT NULL REFERENCES companies (id),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      time_zone text,
      hours jsonb NOT NULL CHECK (jsonb_typeof(hours) = 'array' AND jsonb_array_length(hours) > 0),
      closed_calendar_id bigint REFERENCES calendars (id),
      revision_id uuid NOT NULL,
      revision integer NOT NULL DEFAULT 1,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX dayparts_company ON dayparts (company_id, id);
    CREATE INDEX dayparts_company_name ON dayparts (company_id, name, id);
    CREATE INDEX dayparts_name ON dayparts (name, id);
    CREATE INDEX dayparts_closed_calendar ON dayparts (closed_calendar_id);

    CREATE TABLE daypart_revisions (
      id uuid PRIMARY KEY,
      daypart_id bigint NOT NULL REFERENCES dayparts (id) ON DELETE CASCADE,
      time_zone text,
      hours jsonb NOT NULL,
      closed_calendar_id bigint,
      created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (daypart_id, id)
    );
    ALTER TABLE dayparts ADD CONSTRAINT daypart_has_revision FOREIGN KEY (id, revision_id)
      REFERENCES daypart_revisions (daypart_id, id) DEFERRABLE INITIALLY DEFERRED;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE dayparts DROP CONSTRAINT daypart_has_revision;
    ALTER TABLE calendars DROP CONSTRAINT calendar_has_revision;
    DROP TABLE daypart_revisions, dayparts, calendar_revisions, calendars;
  `);
}
