import { openDatabase, type Transaction } from '../../../src/db/database.js';
import { MOST_PENDING } from '../../../src/domain/webhook.js';
import type { Things } from '../routes/things.js';

/** How much one company stores. */
export const CONTENTS = 100_000;
const LEDGER_ROWS = 100_000;
const OTHERS = 20_000;
/** What the last few of a kind have and no other: a filter by it has to pass over all others. */
const FEW = 5;

/** Fills a table from a select with numbers by name (`:company`): `n` counts up to `:count`, `:few` comes before the last. */
type Fill = (into: string, select: string, count: number, numbers?: object) => Promise<void>;

const fillWith =
  (trx: Transaction): Fill =>
  async (into, select, count, numbers = {}) => {
    const known = new Map<string, unknown>(Object.entries({ ...numbers, count, few: count - FEW }));
    // Written out, as Postgres cannot tell the type of a parameter in such selects.
    const written = select.replaceAll(/(?<!:):([a-z]\w*)/gi, (_, name: string) => String(Number(known.get(name))));
    await trx.raw(`INSERT INTO ${into} SELECT ${written} FROM generate_series(1, ${count}) AS n`);
  };

/** Companies with a few things each, whose rows lie among those of the large one. */
async function fillCompanies(fill: Fill, trx: Transaction): Promise<number> {
  await fill(`companies (name)`, `CASE WHEN n > :few THEN 'Rare' ELSE 'Other' END`, OTHERS);
  const { rows } = await trx.raw<{ rows: { id: number }[] }>('SELECT max(id) AS id FROM companies');
  return (rows[0]?.id ?? 0) - OTHERS;
}

async function fillAdmin(fill: Fill, { company, connection, person }: Things, others: number): Promise<void> {
  const bindings = { company, connection, person, others };
  const owner = `CASE WHEN n % 10 = 0 THEN :others + n ELSE :company END`;
  const rare = `CASE WHEN n > :few THEN 'Rare' ELSE 'Spring' END`;
  await fill('projects (company_id, name)', `${owner}, ${rare}`, OTHERS, bindings);
  await fill(
    'api_keys (company_id, name, role, key_hash, revoked_at)',
    `${owner}, 'Key', CASE WHEN n > :few THEN 'editor' ELSE 'viewer' END, sha256(int8send(n::bigint)), now()`,
    OTHERS,
    bindings,
  );
  await fill(
    'api_keys (company_id, name, role, is_person, key_hash, revoked_at, link_hash, link_expires_at)',
    `${owner}, 'Ada', CASE WHEN n > :few THEN 'editor' ELSE 'viewer' END, true, sha256(int8send(-n::bigint)), now(),
     CASE WHEN n > :few THEN sha256(int8send(n::bigint)) END, CASE WHEN n > :few THEN now() - interval '1 day' END`,
    OTHERS,
    bindings,
  );
  await fill(
    'browser_sessions (api_key_id, secret_hash, expires_at, ends_at)',
    `CASE WHEN n <= 50 THEN :person ELSE :person + n END, sha256(int8send(n::bigint)),
     now() + CASE WHEN n > :few THEN interval '-1 hour' ELSE interval '1 hour' END, now() + interval '1 day'`,
    OTHERS,
    bindings,
  );
  await fill(
    'storage_connections (company_id, name, provider, is_default, base_path)',
    `CASE WHEN n <= 30 THEN NULL WHEN n <= 60 THEN :company ELSE :others + n END, 'Disk',
     CASE WHEN n > :few THEN 's3' ELSE 'local' END, n > 60, '/disk'`,
    OTHERS,
    bindings,
  );
  await fill(
    'storage_moves (company_id, ar_content_id, to_connection_id, status, ended_at)',
    `${owner}, NULL, :connection, CASE WHEN n = :count THEN 'pending' ELSE 'done' END,
     CASE WHEN n < :count THEN now() END`,
    OTHERS,
    bindings,
  );
  await fill('orphan_counts', `:connection + n, 0, 0, now()`, OTHERS, bindings);
}

/** Hours and days of companies, each with its revision; the sequences give the ids that follow those of `things`. */
async function fillCalendars(fill: Fill, { company, calendar, daypart }: Things, others: number): Promise<void> {
  const bindings = { company, calendar, daypart, others };
  const owner = `CASE WHEN n % 10 = 0 THEN :others + n ELSE :company END`;
  const rare = `CASE WHEN n > :few THEN 'Rare' ELSE 'Spring' END`;
  const hours = `'[{"days": [1], "from": "09:00", "to": "10:00"}]'`;
  const revision = `md5(n::text)::uuid`;
  await fill(
    'calendars (company_id, name, days, revision_id)',
    `${owner}, ${rare}, '[]', ${revision}`,
    OTHERS,
    bindings,
  );
  await fill(
    'calendar_revisions (id, calendar_id, first_day, day_bits)',
    `${revision}, :calendar + n, 20000, '\\x01'`,
    OTHERS,
    bindings,
  );
  await fill(
    'dayparts (company_id, name, hours, closed_calendar_id, revision_id)',
    `${owner}, ${rare}, ${hours}, :calendar + n, ${revision}`,
    OTHERS,
    bindings,
  );
  await fill('daypart_revisions (id, daypart_id, hours)', `${revision}, :daypart + n, ${hours}`, OTHERS, bindings);
}

/** One content follows as many as it may, the others one of ten each. */
async function fillFollowed(fill: Fill, { content, ...things }: Things, first: number): Promise<void> {
  for (const noun of ['calendar', 'daypart'] as const) {
    const bindings = { content, first, id: things[noun] };
    const into = `content_${noun}s (ar_content_id, ${noun}_id, revision_id)`;
    await fill(into, ':content, :id + n, md5(n::text)::uuid', 10, bindings);
    await fill(into, ':first + n, :id + 1 + n % 10, md5((1 + n % 10)::text)::uuid', CONTENTS, bindings);
  }
}

/** Contents with two videos and a schedule each, which are numbered with them. */
async function fillContents(fill: Fill, trx: Transaction, things: Things, others: number): Promise<void> {
  const { company, project, store } = things;
  const { rows } = await trx.raw<{ rows: { id: number }[] }>('SELECT max(id) AS id FROM ar_content');
  const bindings = { company, project, store, others, first: rows[0]?.id ?? 0 };
  const owner = `CASE WHEN n % 100 = 0 THEN :others + n / 100 ELSE :company END`;
  await fill(
    `ar_content (id, company_id, project_id, title, is_active, video_rotation_enabled, settled_at, next_step_at)
       OVERRIDING SYSTEM VALUE`,
    `:first + n, ${owner}, CASE WHEN n > :few THEN :project END, 'Poster', n <= :few, n <= :few, now(),
     now() + (n - :count / 2) * interval '1 minute'`,
    CONTENTS,
    bindings,
  );
  await trx.raw(`INSERT INTO content_titles (ar_content_id, company_id, title)
     SELECT id, company_id, title FROM ar_content ON CONFLICT DO NOTHING`);
  await fill(
    `videos (ar_content_id, title, status, storage_connection_id, video_path, video_url, size_bytes, created_at, time_zone)`,
    `:first + (n + 1) / 2, 'Spring', CASE WHEN n > :few THEN 'processing' ELSE 'ready' END, :store,
     'videos/' || :first + (n + 1) / 2 || '/' || n || '.mp4', '/media/1/videos/x.mp4', 1000, now(), 'UTC'`,
    2 * CONTENTS,
    bindings,
  );
  await trx.raw(`INSERT INTO video_copies (video_id, video_path, thumbnails, image_bytes)
     SELECT id, video_path, '[]', 0 FROM videos WHERE video_path IS NOT NULL LIMIT ${OTHERS}`);
  await fill(
    `video_rotation_schedules (company_id, ar_content_id, rotation_type, time_of_day, cron_expression, time_zone,
       video_sequence, interval_anchor, random_seed, is_active, inactive_reason, next_rotation_at)`,
    `${owner}, :first + n, CASE WHEN n > :few THEN 'cron' ELSE 'daily' END, '09:00', '0 9 * * *', 'UTC', ARRAY[n], now(),
     n, n <= :few, CASE WHEN n > :few THEN 'paused' END, CASE WHEN n <= :few THEN now() + n * interval '1 minute' + interval '1 day' END`,
    CONTENTS,
    bindings,
  );
  await fillFollowed(fill, things, bindings.first);
  await fill('given_ids', `gen_random_uuid(), ${owner}`, CONTENTS, bindings);
  await trx.raw(`SELECT setval(pg_get_serial_sequence('ar_content', 'id'), (SELECT max(id) FROM ar_content))`);
}

/** What was, of one content and one schedule. */
async function fillPast(fill: Fill, things: Things): Promise<void> {
  const bindings = { ...things };
  await fill(
    'rotations (company_id, ar_content_id, schedule_id, due_at, applied_at, cause, actor)',
    `:company, :content, :schedule, now() - n * interval '1 minute', now(), 'schedule', 'worker'`,
    LEDGER_ROWS,
    bindings,
  );
  await fill(
    'rotations (company_id, ar_content_id, schedule_id, due_at, applied_at, cause, actor)',
    `:company, :content + n, :schedule + n, now() - n * interval '1 minute', now(), 'schedule', 'worker'`,
    CONTENTS,
    bindings,
  );
  await fill(
    'overrides (ar_content_id, video_id, starts_at, ends_at, time_zone)',
    `CASE WHEN n % 2 = 0 THEN :content ELSE :content + n END, :video, now() - n * interval '1 hour' - interval '1 hour',
     now() - n * interval '1 hour', 'UTC'`,
    OTHERS,
    bindings,
  );
  await fill(
    'schedule_skips (schedule_id, slot_at, created_by)',
    `:schedule, now() - n * interval '1 day', 'key:1'`,
    OTHERS,
    bindings,
  );
  await fill(
    'storage_move_files (storage_move_id, ar_content_id, video_id, source_connection_id, source_path, target_path, status)',
    `:move, :content, :video, :store, 'videos/1/' || n, 'videos/1/' || n, 'switched'`,
    CONTENTS,
    bindings,
  );
}

/** Bulks, one of which has very many items. */
async function fillBulks(fill: Fill, { company, bulk }: Things, others: number): Promise<void> {
  const bindings = { company, bulk, others };
  await fill(
    'bulks (company_id, action, filter, actor, token_hash, total, status, ended_at)',
    `CASE WHEN n % 10 = 0 THEN :others + n ELSE :company END, 'skip', '{}', 'key:1', sha256(int8send(n::bigint)), 0,
     CASE WHEN n > :few THEN 'under_way' ELSE 'done' END, CASE WHEN n > :few THEN NULL ELSE now() END`,
    OTHERS,
    bindings,
  );
  await fill(
    'bulk_items (bulk_id, schedule_id, ar_content_id, status, code, message, ended_at)',
    `CASE WHEN n % 2 = 0 THEN :bulk ELSE :bulk + n END, 1000 + n, n, CASE WHEN n > :few THEN 'refused' ELSE 'remaining' END,
     CASE WHEN n > :few THEN 'gone' END, CASE WHEN n > :few THEN 'It was deleted.' END, CASE WHEN n > :few THEN now() END`,
    CONTENTS,
    bindings,
  );
  await fill(
    'bulk_proposals (token_hash, company_id, actor, request, schedule_ids, ar_content_ids, expires_at)',
    `sha256(int8send(n::bigint)), CASE WHEN n % 1000 = 0 THEN :company ELSE :others + n END, 'key:1', '{}', ARRAY[n], ARRAY[n],
     now() + interval '1 hour'`,
    OTHERS,
    bindings,
  );
}

/** What the service keeps for itself. */
async function fillService(fill: Fill, { company, connection }: Things): Promise<void> {
  const bindings = { company, connection };
  await fill(
    'file_deletions (storage_connection_id, path, delete_after)',
    `:connection, 'videos/2/' || n, now() + CASE WHEN n > :few THEN interval '-1 hour' ELSE interval '1 hour' END`,
    OTHERS,
    bindings,
  );
  await fill(
    'resumable_uploads (id, company_id, ar_content_id, storage_connection_id, metadata, video_id, expires_at)',
    `gen_random_uuid(), :company, n, :connection, '{}', n, now() + interval '1 day'`,
    OTHERS,
    bindings,
  );
  await fill(
    'audit_log (company_id, actor, action, subject, created_at)',
    `CASE WHEN n % 10 = 0 THEN :company + 1 ELSE :company END, CASE WHEN n > :few THEN 'key:2' ELSE 'key:1' END,
     CASE WHEN n > :few THEN 'video.update' ELSE 'video.create' END,
     CASE WHEN n % 2 = 0 THEN 'calendar:7' ELSE 'video:' || n END,
     CASE WHEN n > :few THEN timestamptz '2100-01-01' + n * interval '1 ms' ELSE now() END`,
    CONTENTS,
    { company },
  );
  await fill(
    'idempotency_keys (actor, key, request_hash, created_at)',
    `'key:1', n::text, '', now() - CASE WHEN n > :few THEN interval '2 days' ELSE interval '0' END`,
    OTHERS,
  );
  await fill(
    'workflow_outbox (workflow_id, op, next_attempt_at)',
    `'rotation-schedule-' || 1000000 + n, 'poke', now() + CASE WHEN n > :few THEN interval '0' ELSE interval '1 hour' END`,
    OTHERS,
  );
  await fill(
    'clean_up_proposals (token_hash, actor, subject, items, expires_at)',
    `sha256(int8send(n::bigint)), 'key:1', 'unused videos', '[]', now() + interval '1 hour'`,
    OTHERS,
  );
}

/** A week of events of the large company, for an endpoint for which as many wait as may, and as many that are new. */
async function fillWebhooks(fill: Fill, { company, content, webhook }: Things, others: number): Promise<void> {
  const bindings = { company, content, webhook, others, pending: CONTENTS - MOST_PENDING };
  await fill(
    'webhooks (company_id, url, events, secret, status, failing_reason, failing_at)',
    `CASE WHEN n <= 2 THEN :company ELSE :others + n END, 'https://example.com/', ARRAY['rotation.done'], '\\x00',
     CASE WHEN n > :few THEN 'failing' ELSE 'active' END, CASE WHEN n > :few THEN 'It answered 500.' END,
     CASE WHEN n > :few THEN now() END`,
    OTHERS,
    bindings,
  );
  const from = 1_000_000;
  await fill(
    'webhook_events (id, company_id, ar_content_id, type, happens_at, data, handed_out_at, created_at) OVERRIDING SYSTEM VALUE',
    `${from} + n, CASE WHEN n % 10 = 0 THEN :others + n ELSE :company END, :content + n, 'rotation.done', now(), '{}',
     CASE WHEN n <= :pending THEN now() END, now() - CASE WHEN n <= 20000 THEN interval '8 days' ELSE interval '0' END`,
    CONTENTS,
    bindings,
  );
  await fill(
    'webhook_deliveries (webhook_id, event_id, type, ar_content_id, status, next_attempt_at)',
    `:webhook, ${from} + n, 'rotation.done', :content + n, CASE WHEN n > :pending THEN 'pending' ELSE 'delivered' END,
     CASE WHEN n > :pending THEN now() END`,
    CONTENTS,
    bindings,
  );
}

/** What looks have seen and endpoints were told of, long ago and of contents that change every second. */
async function fillForetold(fill: Fill, { company, content, webhook }: Things, others: number): Promise<void> {
  const bindings = { company, content, webhook, others };
  const owner = 'CASE WHEN n % 10 = 0 THEN :others + n / 10 ELSE :company END';
  await fill('content_looks (company_id, ar_content_id, seen)', `${owner}, :content + n, '1 x'`, CONTENTS, bindings);
  await fill(
    'foretold (company_id, ar_content_id, webhook_id, type, due_at, said, data, event_id)',
    `${owner}, :content + n / 10, :webhook, 'rotation.will_change', now() + (n - 50000) * interval '1 minute', '7', '{}', n`,
    CONTENTS,
    bindings,
  );
  await fill(
    'webhook_looks (company_id, after_id, begun_at, served_at)',
    `:others + n, 0, now(), now()`,
    OTHERS,
    bindings,
  );
}

/** Releases that are over, before some that are not. */
async function fillReleases(fill: Fill, { company, content, video }: Things, others: number): Promise<void> {
  await fill(
    'releases (company_id, name, live_at, revert_at, items, told)',
    `CASE WHEN n % 10 = 0 THEN :others + n ELSE :company END, 'Spring', now() - interval '2 days',
     CASE WHEN n > :few THEN NULL ELSE now() - interval '1 day' END,
     jsonb_build_array(jsonb_build_object('ar_content_id', :content, 'video_id', :video)),
     CASE WHEN n > :few THEN 'live' ELSE 'over' END`,
    OTHERS,
    { company, content, video, others },
  );
}

/**
 * Has a company store very much, and others a little among it, in seconds: by sets, and without the triggers, whose
 * counts it enters itself.
 */
export async function fill(url: string, things: Things): Promise<void> {
  // As patient as a busy machine makes it.
  const db = openDatabase({ url, poolSize: 1, applicationName: 'test', statementMs: 120_000 });
  await db.transaction(async (trx) => {
    await trx.raw('SET LOCAL session_replication_role = replica');
    await trx.raw('SET LOCAL auto_explain.log_min_duration = -1');
    const into = fillWith(trx);
    const others = await fillCompanies(into, trx);
    await fillAdmin(into, things, others);
    await fillCalendars(into, things, others);
    await fillContents(into, trx, things, others);
    await fillPast(into, things);
    await fillBulks(into, things, others);
    await fillService(into, things);
    await fillWebhooks(into, things, others);
    await fillForetold(into, things, others);
    await fillReleases(into, things, others);
    await trx.raw(
      `INSERT INTO storage_uses SELECT a.company_id, sum(v.size_bytes) FROM ar_content a JOIN videos v
         ON v.ar_content_id = a.id WHERE v.status <> 'failed' GROUP BY 1
       ON CONFLICT (company_id) DO UPDATE SET used_bytes = excluded.used_bytes`,
    );
  });
  await db.raw('ANALYZE');
  await db.destroy();
}
