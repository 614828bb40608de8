import type { ManagedProcess } from './managed-process.js';

/** Something that runs as a process of its own, and how one knows that it does its work. */
export interface Service {
  readonly name: string;
  /** Starts the process. It is handed out at once, so that it can be stopped before it is ready. */
  launch(): Promise<ManagedProcess>;
  /**
   * Resolves when the process does its work.
   * @throws StartFailure if it ends first, or takes too long.
   */
  whenReady(process: ManagedProcess): Promise<void>;
}

/** Starts a service and waits until it works. If it never does, nothing of it is left. */
export async function startService(service: Service): Promise<ManagedProcess> {
  const child = await service.launch();
  try {
    await service.whenReady(child);
    return child;
  } catch (error) {
    await child.stop(1_000);
    throw error;
  }
}

/** A question that costs nothing: has the process ended? */
export function endOf(child: ManagedProcess): () => boolean {
  let ended = false;
  void child.exited.then(() => (ended = true));
  return () => ended;
}
