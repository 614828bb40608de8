import PgBoss from 'pg-boss';
import type { Installation } from '../support/installation.js';
import { ofProgram } from '../support/programs.js';
import type { Peer } from './swaps.js';

/** pg-boss: jobs with `startAfter`. */
export async function startPgBoss(installation: Installation): Promise<Peer> {
  const { databaseUrl } = installation;
  const program = await installation.startProgram('pg-boss', ofProgram('pg-boss', databaseUrl));
  const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false });
  await boss.start();
  return {
    schedule: async (dues) => {
      for (const due of dues) await boss.send('swap', due, { startAfter: new Date(due.dueAt) });
    },
    stop: async () => {
      await program.stop(5_000);
      await boss.stop();
    },
  };
}
