import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { Config } from './config.js';

export type { Logger } from 'pino';

const ERROR_LEVEL = 50;

/** What the start of a pretty line shows already. */
const SHOWN = new Set(['level', 'time', 'name', 'msg', 'err', 'error']);

/** An error as pino's serializer writes it; its message includes those of its causes. */
interface SerializedError {
  message: string;
  stack?: string;
}

const isSerializedError = (value: unknown): value is SerializedError =>
  typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** `request_id=8f3a actor=key:1`; nothing when there are none. */
function detailsOf(line: Record<string, unknown>): string {
  const details = Object.entries(line).filter(([name]) => !SHOWN.has(name));
  const words = details.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return words.length === 0 ? '' : ` (${onOneLine(words.join(' '))})`;
}

/** What stands behind `[09:00:00] INFO (worker): `: one line, and the stack of an error only from level error on. */
function prettyMessage(line: Record<string, unknown>): string {
  const { msg } = line;
  const message = typeof msg === 'string' ? onOneLine(msg) : '';
  const error = line['err'] ?? line['error'];
  const details = detailsOf(line);
  if (!isSerializedError(error)) return `${message}${details}`;
  if (Number(line['level']) >= ERROR_LEVEL && error.stack) return `${message}${details}\n${error.stack}`;
  const reason = onOneLine(error.message);
  return message.includes(reason) ? `${message}${details}` : `${message}: ${reason}${details}`;
}

/**
 * The logger of one process. Keys and credentials never reach a log line, whatever object is logged.
 */
export function createLogger(
  config: Pick<Config, 'LOG_LEVEL' | 'LOG_FORMAT'>,
  processName: string,
  destination: DestinationStream = pino.destination({ sync: true }),
): Logger {
  const options = {
    level: config.LOG_LEVEL,
    timestamp: () => `,"time":"${new Date(Date.now()).toISOString()}"`,
    redact: ['req.headers.authorization', '*.authorization', '*.credentials', '*.key'],
    // `err` is pino's own name for it, `error` is that of Temporal's SDK.
    serializers: { err: stdSerializers.err, error: stdSerializers.err },
  };
  if (config.LOG_FORMAT === 'json') return pino({ ...options, base: { process: processName } }, destination);
  const format = prettyFactory({
    translateTime: 'SYS:HH:MM:ss',
    hideObject: true,
    singleLine: true,
    messageFormat: prettyMessage,
  });
  return pino({ ...options, base: { name: processName } }, { write: (line) => destination.write(`${format(line)}\n`) });
}
