import type { Database, Queryable } from './database.js';

/** The id of this installation, which its folders name. A copy of the database has it, too. */
export async function installationId(queryable: Queryable): Promise<string> {
  const [id] = await queryable('installation').pluck<string[]>('id');
  if (id === undefined) throw new Error('The database has no installation id: migrate it.');
  return id;
}

/** Gives a copy of a database an id of its own: folders of the original are refused from then on. @returns the id */
export async function renewInstallationId(queryable: Queryable): Promise<string> {
  await queryable('installation').update({ id: queryable.raw('gen_random_uuid()'), postgres: null });
  return installationId(queryable);
}

/**
 * Notes on which Postgres, and in which database of it, the installation is.
 * @returns true when it was on another one before: it may be a copy, or Postgres was upgraded by pg_upgrade. A copy of
 *   the files of a Postgres cannot be told from it, nor anything where its identifier may not be asked.
 */
export async function noteWhereabouts(db: Database): Promise<boolean> {
  const here = await whereabouts(db);
  if (here === null) return false;
  return db.transaction(async (trx) => {
    const [before] = await trx('installation').forUpdate().pluck<(string | null)[]>('postgres');
    if (before === here) return false;
    await trx('installation').update({ postgres: here });
    return typeof before === 'string';
  });
}

async function whereabouts(queryable: Queryable): Promise<string | null> {
  const allowed = await queryable.raw<{ rows: { allowed: boolean }[] }>(
    `SELECT has_function_privilege('pg_control_system()', 'EXECUTE') AS allowed`,
  );
  if (allowed.rows[0]?.allowed !== true) return null;
  const { rows } = await queryable.raw<{ rows: { here: string }[] }>(
    `SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid AS here
     FROM pg_database WHERE datname = current_database()`,
  );
  return rows[0]?.here ?? null;
}
