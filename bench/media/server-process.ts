import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a server took since it was asked the last time. */
export interface Taken {
  rss: number;
  peak: number;
  /** CPU time of the process, in its own code and in the system's. */
  cpuSeconds: number;
  /** The 99th percentile of the time between two turns of a timer of 1 ms. */
  loopMs: number;
}

/** A server of the benchmark. */
export interface ServerProcess {
  port: number;
  taken(): Promise<Taken>;
  stop(): Promise<void>;
}

/** Starts one as a process of its own, so that the clients' memory and time do not count. */
export async function startServer(name: string, folder: string): Promise<ServerProcess> {
  const program = fileURLToPath(new URL('./server.ts', import.meta.url));
  const child = fork(program, [name, folder], { execArgv: process.execArgv });
  const answer = async <T>(): Promise<T> => {
    const [message] = await once(child, 'message', { signal: AbortSignal.timeout(60_000) });
    return message as T;
  };
  const { port } = await answer<{ port: number }>();
  return {
    port,
    taken: () => {
      const taken = answer<Taken>();
      child.send('taken');
      return taken;
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
