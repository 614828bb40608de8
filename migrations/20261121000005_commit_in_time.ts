import type { Knex } from 'knex';

/**
 * An edit says by when it may be committed: before the next step of the plan that it changes. Postgres itself compares,
 * as the last thing before the commit, so that a process that was held up cannot undo what readers saw meanwhile.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION refuse_late_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      commit_by float8 := nullif(current_setting('video_rotation.commit_by', true), '')::float8;
    BEGIN
      IF extract(epoch FROM clock_timestamp()) > commit_by THEN
        RAISE EXCEPTION 'a step came due before the commit' USING ERRCODE = 'VR001';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER refuse_late_commit AFTER UPDATE OR DELETE ON ar_content
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_late_commit();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TRIGGER refuse_late_commit ON ar_content; DROP FUNCTION refuse_late_commit()');
}
