import type { Installation } from '../support/installation.js';
import { ofProgram } from '../support/programs.js';
import { leadMs, rateBetween } from '../support/herd.js';
import type { bareLoopWorkflow } from '../workflows/bare-loop.js';

export const BARE_TASK_QUEUE = 'bare-loop';
const STARTS_AT_ONCE = 20;

/** So many bare loops whose timers fire at one instant: how many a second got through timer and activity. */
export async function measureBareLoop(installation: Installation, count: number): Promise<number> {
  const { client, temporalAddress } = installation;
  const program = await installation.startProgram('bare-loop', ofProgram('bare-loop', temporalAddress, String(count)));
  const dueAt = Date.now() + leadMs(count);
  const workflowIds = Array.from({ length: count }, (_, n) => `bare-loop-${dueAt}-${n}`);
  const inLane = async (lane: number): Promise<void> => {
    for (let n = lane; n < count; n += STARTS_AT_ONCE) {
      const workflowId = workflowIds[n] ?? '';
      const options = { workflowId, taskQueue: BARE_TASK_QUEUE, args: [dueAt - Date.now()] as [number] };
      await client.workflow.start<typeof bareLoopWorkflow>('bareLoopWorkflow', options);
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, (_, lane) => inLane(lane)));
  const { quarterAt, lastAt } = await program.message<{ quarterAt: number; lastAt: number }>();
  await program.stop(5_000);
  return rateBetween(count, quarterAt, lastAt);
}
