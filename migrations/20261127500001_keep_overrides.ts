import type { Knex } from 'knex';

/** The periodic clean-up looks for overrides and releases by when they ended, and for companies by their last look. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX overrides_ended ON overrides (ends_at) WHERE ends_at IS NOT NULL;
    CREATE INDEX releases_ended ON releases (least(cancelled_at, revert_at))
      WHERE cancelled_at IS NOT NULL OR told = 'over';
    CREATE INDEX webhook_looks_served ON webhook_looks (served_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX overrides_ended; DROP INDEX releases_ended; DROP INDEX webhook_looks_served;');
}
