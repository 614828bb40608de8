import type { Knex } from 'knex';

/**
 * What endpoints were told of a release. Of those that are live or over already, nothing is told any more: nobody could
 * subscribe to it when they were.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE releases ADD COLUMN told text CONSTRAINT told_is_a_turn CHECK (told IN ('live', 'over'));
    UPDATE releases SET told = CASE WHEN revert_at <= clock_timestamp() THEN 'over' ELSE 'live' END
      WHERE cancelled_at IS NULL AND live_at <= clock_timestamp();
    CREATE INDEX releases_untold ON releases (id) WHERE cancelled_at IS NULL AND told IS DISTINCT FROM 'over';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE releases DROP COLUMN told');
}
