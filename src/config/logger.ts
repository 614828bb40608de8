import { pino, type Logger } from 'pino';
import { PinoPretty } from 'pino-pretty';
import type { Config } from './config.js';

export type { Logger } from 'pino';

/** The logger of one process. Keys and credentials never reach a log line, whatever object is logged. */
export function createLogger(config: Pick<Config, 'LOG_LEVEL' | 'LOG_FORMAT'>, processName: string): Logger {
  const options = {
    level: config.LOG_LEVEL,
    base: { process: processName },
    timestamp: () => `,"time":"${new Date(Date.now()).toISOString()}"`,
    redact: ['req.headers.authorization', '*.authorization', '*.credentials', '*.key'],
  };
  if (config.LOG_FORMAT === 'json') return pino(options);
  return pino(
    options,
    PinoPretty({ sync: true, singleLine: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' }),
  );
}
