import { makeWorkerUtils } from 'graphile-worker';
import type { Installation } from '../support/installation.js';
import { ofProgram } from '../support/programs.js';
import type { Peer } from './swaps.js';

/** graphile-worker: jobs with `run_at`. */
export async function startGraphileWorker(installation: Installation): Promise<Peer> {
  const { databaseUrl } = installation;
  const utils = await makeWorkerUtils({ connectionString: databaseUrl });
  await utils.migrate();
  const program = await installation.startProgram('graphile-worker', ofProgram('graphile-worker', databaseUrl));
  return {
    schedule: async (dues) => {
      for (const due of dues) await utils.addJob('swap', due, { runAt: new Date(due.dueAt) });
    },
    stop: async () => {
      await program.stop(5_000);
      await utils.release();
    },
  };
}
