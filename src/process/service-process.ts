import { loadConfig, type Config } from '../config/config.js';
import { createLogger, type Logger } from '../config/logger.js';
import { inOneLine } from '../domain/errors.js';

/** What a long-lived process of the service works with. */
export interface ServiceProcess {
  config: Config;
  logger: Logger;
  /** Aborted when the process is to stop. */
  stopping: AbortSignal;
  /** What is closed at the end, the last opened first. */
  closers: (() => Promise<unknown> | void)[];
}

/** Stops on SIGTERM and SIGINT: in order, but not for longer than the configuration allows. */
function stopOnSignals(name: string, { SHUTDOWN_TIMEOUT }: Config, logger: Logger): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) return;
      logger.info(`${name} stops: ${signal}`);
      setTimeout(() => process.exit(1), SHUTDOWN_TIMEOUT).unref();
      stopping.abort();
    });
  }
  return stopping.signal;
}

async function runToEnd(name: string, run: (self: ServiceProcess) => Promise<void>): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger(config, name);
  const self: ServiceProcess = { config, logger, stopping: stopOnSignals(name, config, logger), closers: [] };
  try {
    await run(self);
  } catch (err) {
    // Also while it stops: what had not begun yet was given up.
    if (!self.stopping.aborted) {
      logger.fatal({ err }, `${name} failed: ${inOneLine(err)}`);
      process.exitCode = 1;
    }
  }
  for (const close of self.closers.toReversed()) await Promise.resolve(close()).catch(() => undefined);
  logger.info(`${name} stopped`);
}

/**
 * The whole life of a process: reads the configuration, runs until it is told to stop, closes what was opened. The exit
 * code is 1 when it failed or its configuration is wrong.
 */
export function runServiceProcess(name: string, run: (self: ServiceProcess) => Promise<void>): void {
  runToEnd(name, run).catch((error: unknown) => {
    process.stderr.write(`${name} failed: ${inOneLine(error)}\n`);
    process.exitCode = 1;
  });
}
