import { pause } from '../concurrency/pause.js';
import type { ManagedProcess, ProcessExit } from './managed-process.js';
import type { Service } from './service.js';
import { messageOf, StartFailure } from './start-failure.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Whoever ran this long was well: the next pause is the first one again. */
const WELL_AFTER_MS = 60_000;

/**
 * By which part of the time for stopping each must have ended; time that one does not use is left to the next. Those
 * with the same part are stopped together: neither API nor worker needs the other, and both have work to end.
 */
const STOP_BY: Readonly<Record<string, number>> = { api: 0.7, worker: 0.7, temporal: 0.9, postgres: 1.1 };
const STOP_FIRST = 0.7;

/** Of the time for stopping everything, what a child is told to be through by: some of its share is left to end it. */
export const CHILD_SHARE = 0.65;

interface Watched {
  service: Service;
  process?: ManagedProcess;
  /** Aborted to start it at once: it was asked for, and is no failure. */
  restart: AbortController;
}

export interface SupervisorOptions {
  log: (line: string) => void;
  /** How long stopping everything may take, roughly: the last share ends at 110 %. */
  stopMs: number;
  /** The first pause before a restart; it doubles with each. */
  firstPauseMs?: number;
}

/** Keeps services running, and stops them in the reverse order of their start. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #watched: Watched[] = [];
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Starts a service and waits until it is ready. From then on it is started anew whenever it ends. */
  async start(service: Service): Promise<void> {
    const watched: Watched = { service, restart: new AbortController() };
    this.#watched.push(watched);
    await this.#launch(watched);
    void this.#keepAlive(watched);
  }

  /** Runs a process that ends by itself, such as the migrations. */
  async runToEnd(service: Service): Promise<ProcessExit> {
    const watched: Watched = { service, restart: new AbortController() };
    this.#watched.push(watched);
    const child = await this.#spawn(watched);
    const exit = await child.exited;
    this.#watched.splice(this.#watched.indexOf(watched), 1);
    this.#refuseIfStopping();
    return exit;
  }

  /** Ends a service within `graceMs` and starts it anew at once, also one that waits for its next try. */
  async restart(name: string, graceMs: number): Promise<void> {
    const watched = this.#watched.find(({ service }) => service.name === name);
    watched?.restart.abort();
    await watched?.process?.stop(graceMs);
  }

  /** Stops everything, last started first. Calling it again waits for the same end. */
  stop(): Promise<void> {
    this.#stopping.abort();
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  /** Kills everything at once. Synchronous, for the very end of the process. */
  kill(): void {
    this.#stopping.abort();
    for (const { process } of this.#watched) process?.kill();
  }

  async #launch(watched: Watched): Promise<void> {
    const child = await this.#spawn(watched);
    try {
      await watched.service.whenReady(child);
    } finally {
      this.#refuseIfStopping();
    }
  }

  async #spawn(watched: Watched): Promise<ManagedProcess> {
    this.#refuseIfStopping();
    const child = await watched.service.launch();
    watched.process = child;
    // The order to stop may have come while it was being started, and it was not among those that were stopped.
    if (this.#stopping.signal.aborted) child.kill();
    return child;
  }

  async #keepAlive(watched: Watched): Promise<void> {
    let pauseMs = this.#options.firstPauseMs ?? FIRST_PAUSE_MS;
    while (!this.#stopping.signal.aborted) {
      const since = performance.now();
      const exit = await watched.process?.exited;
      if (this.#stopping.signal.aborted) return;
      if (performance.now() - since > WELL_AFTER_MS) pauseMs = this.#options.firstPauseMs ?? FIRST_PAUSE_MS;
      if (!watched.restart.signal.aborted) {
        const reason = exit === undefined ? 'did not start' : `ended (${describeExit(exit)})`;
        this.#options.log(`${watched.service.name} ${reason}; starting it again in ${pauseMs} ms`);
        await pause(pauseMs, AbortSignal.any([this.#stopping.signal, watched.restart.signal]));
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
      if (watched.restart.signal.aborted) watched.restart = new AbortController();
      await this.#relaunch(watched);
    }
  }

  async #relaunch(watched: Watched): Promise<void> {
    try {
      await this.#launch(watched);
      this.#options.log(`${watched.service.name} runs again`);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#options.log(`${watched.service.name} did not come back: ${messageOf(error)}`);
      await watched.process?.stop(1_000);
    }
  }

  async #stopAll(): Promise<void> {
    const started = performance.now();
    const shareOf = ({ service }: Watched): number => STOP_BY[service.name] ?? STOP_FIRST;
    const stop = async (watched: Watched): Promise<void> => {
      const share = shareOf(watched) * this.#options.stopMs;
      await watched.process?.stop(Math.max(100, share - (performance.now() - started)));
    };
    const first = this.#watched.filter((watched) => shareOf(watched) === STOP_FIRST);
    await Promise.all(first.map(stop));
    for (const watched of this.#watched.toReversed()) if (!first.includes(watched)) await stop(watched);
  }

  #refuseIfStopping(): void {
    if (this.#stopping.signal.aborted) throw new StopRequested();
  }
}

/** Thrown by what was under way when the order to stop came. */
export class StopRequested extends StartFailure {
  constructor() {
    super('Stopped while starting.');
    this.name = 'StopRequested';
  }
}

/** `code 1`, `signal SIGKILL`, or why it could not be run. */
export function describeExit(exit: ProcessExit): string {
  if (exit.error) return exit.error.message;
  return exit.signal === null ? `code ${exit.code ?? '?'}` : `signal ${exit.signal}`;
}
