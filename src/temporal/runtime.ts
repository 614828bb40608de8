import { makeTelemetryFilterString, Runtime, type Logger as TemporalLogger, type LogLevel } from '@temporalio/worker';
import type { Logger } from 'pino';

const LEVELS: Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/** A warning that is none here: the worker of the queue for files has activities alone. */
const NO_WORKFLOWS = 'No workflows registered, not polling for workflow tasks';

/** pino as the SDK wants it. The SDK's own chatter at `info` (worker states and the like) becomes `debug`. */
function adaptLogger(logger: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta?: object): void =>
    logger[level === 'INFO' || message === NO_WORKFLOWS ? 'debug' : LEVELS[level]]({ ...meta }, message);
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}

/** Sets up the SDK's runtime. Once a process, before any connection of a worker is made. */
export function installRuntime(logger: Logger): void {
  Runtime.install({
    logger: adaptLogger(logger),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'WARN' }), forward: {} } },
    // The process stops in an order of its own.
    shutdownSignals: [],
  });
}
