import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { invalidFields } from '../domain/errors.js';
import { DEFAULT_OBJECT_LIMITS, type ObjectLimits } from '../domain/limits.js';
import { projectRoot } from './project-root.js';

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function millisecondsIn(text: string): number {
  const [, number, unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  return number === undefined ? Number.NaN : Number(number) * (DURATION_UNITS[unit] ?? Number.NaN);
}

/** `90s`, `5m`, `250ms`; becomes milliseconds. The bounds are texts of the same form. */
const duration = (fallback: string, { least = '0s', most = '36500d' } = {}) =>
  z
    .string()
    .default(fallback)
    .transform(millisecondsIn)
    .refine((ms) => ms >= millisecondsIn(least) && ms <= millisecondsIn(most), {
      error: `must be a duration from ${least} to ${most}, such as 500ms, 30s, 5m, 2h or 1d`,
    });

/** What a timer waits for: Node's wait no longer than 24 days, and fire at once for whatever is longer. */
const waiting = (fallback: string) => duration(fallback, { least: '1ms', most: '24d' });

/** How long something is kept. */
const keeping = (fallback: string) => duration(fallback, { least: '1h' });

/** A whole number, in digits. */
const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .transform((text) => (/^\d{1,16}$/.test(text) ? Number(text) : Number.NaN))
    .refine((value) => value >= least && value <= most, { error: `must be a whole number from ${least} to ${most}` });

const port = wholeNumber(0, 65_535);

const oneOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });

/** A relative path starts at the project's folder, wherever a process was started: all of them mean the same one. */
const toAbsolute = (path: string): string => resolve(projectRoot(), path);

const count = (fallback: number) => wholeNumber(1).default(fallback);

/** A part of a worker's version, which goes into commands: no blanks or quotes. */
const versionPart = (held: RegExp, rule: string) =>
  z
    .string()
    .max(200)
    .regex(/^[\w.:+@/-]+$/, 'write letters, digits and - _ . : + @ /')
    .regex(held, rule);

/** JSON text; becomes an object. */
const jsonObject = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown(), { error: 'must be an object of JSON, such as {"bucket": "videos"}' }));

const PROXY_NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isProxy(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  const isNetwork = isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most && rest.length === 0;
  return PROXY_NAMES.has(text) || isNetwork;
}

/** Addresses and networks with commas. */
const proxies = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine((all) => all.every(isProxy), 'write addresses, networks such as 10.0.0.0/8, or loopback, with commas');

/** Each environment variable that the service reads, with its default. `.env.example` lists the same names. */
export const environmentSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .optional(),
  DATA_DIR: z.string().min(1).default('.data').transform(toAbsolute),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be of the form postgres://user:password@host:port/database' })
    .optional(),
  DATABASE_POOL_SIZE: count(10),
  ADMIN_API_KEY: z.string().min(24, 'at least 24 characters: it opens the whole installation').optional(),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('video-rotation'),
  // What Temporal's worker controller sets.
  TEMPORAL_DEPLOYMENT_NAME: versionPart(/^(?!__)[^.:]+$/, 'no "." or ":", and no "__" in front').default(
    'video-rotation',
  ),
  TEMPORAL_WORKER_BUILD_ID: versionPart(/^(?!__)/, 'no "__" in front').optional(),
  TEMPORAL_CLI_PATH: z.string().min(1).optional(),
  TEMPORAL_PORT: port.default(7233),
  TEMPORAL_UI_PORT: port.default(8233),
  TEMPORAL_MAX_CACHED_WORKFLOWS: count(1_000),
  TEMPORAL_ACTIVITY_SLOTS: count(300),
  TEMPORAL_FILE_SLOTS: count(8),
  ROTATIONS_PER_COMPANY_PER_SECOND: count(50),
  BULK_EDITS_PER_COMPANY_PER_SECOND: count(25),
  RECONCILE_INTERVAL: waiting('5m'),
  CLEAN_UP_INTERVAL: waiting('15m'),
  KEEP_LEDGER: keeping('730d'),
  KEEP_AUDIT: keeping('730d'),
  KEEP_IDEMPOTENCY_KEYS: keeping('1d'),
  KEEP_BULKS: keeping('30d'),
  KEEP_OVERRIDES: keeping('730d'),
  STORAGE_TYPE: oneOf(['local', 's3', 'gcs', 'yandex_disk']).default('local'),
  STORAGE_BASE_PATH: z.string().min(1).transform(toAbsolute).optional(),
  STORAGE_SETTINGS: jsonObject.optional(),
  STORAGE_CREDENTIALS: jsonObject.optional(),
  MAX_UPLOAD_BYTES: count(2 * 1024 ** 3),
  UPLOAD_IDLE_TIMEOUT: waiting('60s'),
  FFMPEG_PATH: z.string().min(1).optional(),
  DELETED_FILE_GRACE: duration('1h'),
  MEDIA_ACCEL: oneOf(['none', 'x-accel-redirect', 'x-sendfile']).default('none'),
  MEDIA_ACCEL_PREFIX: z
    .string()
    .regex(/^(?:\/[A-Za-z0-9._~-]+)+$/, 'write a path such as /media-files, without a slash at the end')
    .default('/media-files'),
  READ_MAX_AGE: duration('5s'),
  READ_CACHE_BYTES: count(64 * 1024 ** 2),
  MAX_OPEN_UPLOADS_PER_COMPANY: count(50),
  MIN_FREE_DISK_BYTES: wholeNumber(0).default(1024 ** 3),
  TRUST_PROXY: proxies.optional(),
  MAX_CONNECTIONS: count(10_000),
  MAX_CONNECTIONS_PER_ADDRESS: count(1_000),
  MAX_STREAMS: count(8_000),
  MAX_STREAMS_PER_ADDRESS: count(500),
  MAX_SCHEDULES_PER_CONTENT: count(DEFAULT_OBJECT_LIMITS.schedulesPerContent),
  MAX_VIDEOS_PER_CONTENT: count(DEFAULT_OBJECT_LIMITS.videosPerContent),
  MAX_OVERRIDES_PER_CONTENT: count(DEFAULT_OBJECT_LIMITS.overridesPerContent),
  MAX_SKIPS_PER_SCHEDULE: count(DEFAULT_OBJECT_LIMITS.skipsPerSchedule),
  MAX_CONTENTS_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.contentsPerCompany),
  MAX_PROJECTS_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.projectsPerCompany),
  MAX_API_KEYS_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.apiKeysPerCompany),
  MAX_PEOPLE_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.peoplePerCompany),
  MAX_STORAGE_CONNECTIONS_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.connectionsPerCompany),
  MAX_CALENDARS_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.calendarsPerCompany),
  MAX_DAYPARTS_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.daypartsPerCompany),
  MAX_RELEASES_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.releasesPerCompany),
  MAX_ITEMS_PER_RELEASE: count(DEFAULT_OBJECT_LIMITS.itemsPerRelease),
  MAX_WEBHOOKS_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.webhooksPerCompany),
  MAX_BULKS_PER_COMPANY: count(DEFAULT_OBJECT_LIMITS.bulksPerCompany),
  MAX_SCHEDULES_PER_BULK: count(DEFAULT_OBJECT_LIMITS.schedulesPerBulk),
  WEBHOOK_ALLOW_PRIVATE: oneOf(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  CREDENTIALS_KEY: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .refine((keys) => keys.every((key) => key.length >= 32), 'each key needs at least 32 characters')
    .optional(),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOG_FORMAT: oneOf(['pretty', 'json']).default('json'),
  WORKER_METRICS_PORT: port.optional(),
  SHUTDOWN_TIMEOUT: waiting('8s'),
});

/** The whole configuration: validated once at start, then handed down as values. Durations are milliseconds. */
export type Config = Readonly<z.infer<typeof environmentSchema>>;

/**
 * Reads the configuration from environment variables. An empty or blank variable counts as not set, and blanks around a
 * value do not count.
 * @throws AppError `validation_failed` that names every wrong variable and what is wrong with it.
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()])
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = environmentSchema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  throw invalidFields(result.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })));
}

/** How many things of a kind may belong to one. */
export const objectLimits = (config: Config): ObjectLimits => ({
  schedulesPerContent: config.MAX_SCHEDULES_PER_CONTENT,
  videosPerContent: config.MAX_VIDEOS_PER_CONTENT,
  overridesPerContent: config.MAX_OVERRIDES_PER_CONTENT,
  skipsPerSchedule: config.MAX_SKIPS_PER_SCHEDULE,
  contentsPerCompany: config.MAX_CONTENTS_PER_COMPANY,
  projectsPerCompany: config.MAX_PROJECTS_PER_COMPANY,
  apiKeysPerCompany: config.MAX_API_KEYS_PER_COMPANY,
  peoplePerCompany: config.MAX_PEOPLE_PER_COMPANY,
  connectionsPerCompany: config.MAX_STORAGE_CONNECTIONS_PER_COMPANY,
  calendarsPerCompany: config.MAX_CALENDARS_PER_COMPANY,
  daypartsPerCompany: config.MAX_DAYPARTS_PER_COMPANY,
  releasesPerCompany: config.MAX_RELEASES_PER_COMPANY,
  itemsPerRelease: config.MAX_ITEMS_PER_RELEASE,
  webhooksPerCompany: config.MAX_WEBHOOKS_PER_COMPANY,
  bulksPerCompany: config.MAX_BULKS_PER_COMPANY,
  schedulesPerBulk: config.MAX_SCHEDULES_PER_BULK,
});
