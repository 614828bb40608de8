import type { Knex } from 'knex';

/** Pages of the audit log go by id, whatever they are narrowed down to; an instant leads to an id. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX audit_log_company, audit_log_subject;
    CREATE INDEX audit_log_company ON audit_log (company_id, id);
    CREATE INDEX audit_log_subject ON audit_log (subject, id);
    CREATE INDEX audit_log_company_subject ON audit_log (company_id, subject, id);
    CREATE INDEX audit_log_created ON audit_log (created_at, id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX audit_log_company, audit_log_subject, audit_log_company_subject, audit_log_created;
    CREATE INDEX audit_log_company ON audit_log (company_id, id DESC);
    CREATE INDEX audit_log_subject ON audit_log (subject, id DESC);
  `);
}
