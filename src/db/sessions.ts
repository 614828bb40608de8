import { FOLD_LEVEL } from '../domain/plan/level.js';
import type { Database } from './database.js';

const SERVICE = 'video-rotation-';

/** The edition of the time zones that this Node brings, such as `2025c`. */
export const ZONES = process.versions['tz'] ?? 'unknown';

/** The name of a connection, which tells by which zones its process computes instants, and by which level it folds. */
export const applicationName = (role: string, zones = ZONES): string => `${SERVICE}${role}:${zones}/${FOLD_LEVEL}`;

/** A process of the service that is connected to the database. */
export interface Session {
  name: string;
  /** 0: of a version that knew no levels. */
  level: number;
  /** Null: of a version that did not tell. */
  zones: string | null;
}

/** The processes of the service that are connected, each once; other connections than this one. */
export async function otherSessions(db: Database): Promise<Session[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `SELECT DISTINCT application_name AS name FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE ?`,
    [`${SERVICE}%`],
  );
  return rows.map(({ name }) => ({
    name,
    level: Number(/\/(\d+)$/.exec(name)?.[1] ?? 0),
    zones: /:([^:/]+)\/\d+$/.exec(name)?.[1] ?? null,
  }));
}
