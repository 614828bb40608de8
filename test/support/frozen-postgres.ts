import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/db/database.js';

/** Every process of the server, and how to let it go on. */
export async function freezePostgres(db: Database): Promise<() => void> {
  const folder: { rows: { folder: string }[] } = await db.raw(`SELECT current_setting('data_directory') AS folder`);
  const { rows }: { rows: { pid: number }[] } = await db.raw('SELECT pid FROM pg_stat_activity');
  const note = readFileSync(join(folder.rows[0]?.folder ?? '', 'postmaster.pid'), 'utf8');
  const pids = [Number(note.split('\n')[0]), ...rows.map(({ pid }) => pid)];
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of pids) {
      try {
        process.kill(pid, name);
      } catch {
        // A connection that was closed meanwhile.
      }
    }
  };
  signal('SIGSTOP');
  return () => signal('SIGCONT');
}
