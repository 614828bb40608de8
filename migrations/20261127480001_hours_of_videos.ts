import type { Knex } from 'knex';

const TABLES = ['videos', 'overrides'];

/**
 * Videos and overrides keep to hours and days. Their time zone is that of their company when they are made, also where
 * processes of before make them. What an override that is over kept to may be gone: those are history, and name it plainly.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION copy_companys_time_zone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.time_zone IS NULL THEN
        SELECT p.time_zone INTO NEW.time_zone FROM ar_content c JOIN companies p ON p.id = c.company_id
        WHERE c.id = NEW.ar_content_id;
      END IF;
      RETURN NEW;
    END $$;
  `);
  for (const table of TABLES) {
    await knex.raw(`
      ALTER TABLE ${table}
        ADD COLUMN daypart_id bigint,
        ADD COLUMN calendar_id bigint,
        ADD COLUMN calendar_mode text CHECK (calendar_mode IN ('exclude', 'only')),
        ADD COLUMN time_zone text,
        ADD CONSTRAINT calendar_of_${table}_has_mode CHECK ((calendar_id IS NULL) = (calendar_mode IS NULL));
      UPDATE ${table} t SET time_zone = p.time_zone
        FROM ar_content c JOIN companies p ON p.id = c.company_id WHERE c.id = t.ar_content_id;
      ALTER TABLE ${table} ALTER COLUMN time_zone SET NOT NULL;
      CREATE INDEX ${table}_daypart ON ${table} (daypart_id) WHERE daypart_id IS NOT NULL;
      CREATE INDEX ${table}_calendar ON ${table} (calendar_id) WHERE calendar_id IS NOT NULL;
      CREATE TRIGGER ${table}_have_a_time_zone BEFORE INSERT ON ${table}
        FOR EACH ROW EXECUTE FUNCTION copy_companys_time_zone();
    `);
  }
  await knex.raw(`
    ALTER TABLE videos
      ADD CONSTRAINT videos_daypart_id_fkey FOREIGN KEY (daypart_id) REFERENCES dayparts (id),
      ADD CONSTRAINT videos_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendars (id);
    ALTER TABLE ar_content ADD COLUMN next_hours_at timestamptz(3);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE ar_content DROP COLUMN next_hours_at');
  for (const table of TABLES) {
    await knex.raw(`
      DROP TRIGGER ${table}_have_a_time_zone ON ${table};
      ALTER TABLE ${table}
        DROP COLUMN time_zone, DROP COLUMN calendar_mode, DROP COLUMN calendar_id, DROP COLUMN daypart_id;
    `);
  }
  await knex.raw('DROP FUNCTION copy_companys_time_zone');
}
