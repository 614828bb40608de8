import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, StartFailure } from './start-failure.js';

/** Makes one connection and asks one question. Rejects with the driver's error if that does not work in time. */
export async function askPostgres(url: string, timeoutMs: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
  client.on('error', () => undefined); // A connection lost between two calls shows in the next call.
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Waits until the server answers, `stillStarting` says no, or the time is over. Resolves to whether it answers. */
export async function untilPostgresAnswers(url: string, timeoutMs: number, stillStarting: () => boolean) {
  const deadline = performance.now() + timeoutMs;
  while (stillStarting() && performance.now() < deadline) {
    if (
      await askPostgres(url, 5_000).then(
        () => true,
        () => false,
      )
    )
      return true;
    await delay(50);
  }
  return false;
}

/**
 * Makes sure that the server of DATABASE_URL answers.
 * @throws StartFailure with the cause and the way out. The password is left out.
 */
export async function requirePostgres(url: string): Promise<void> {
  try {
    await askPostgres(url, 5_000);
  } catch (cause) {
    throw new StartFailure(
      `DATABASE_URL: no Postgres answers at ${withoutPassword(url)} (${causeOf(cause)}).\n` +
        'Start that server, correct DATABASE_URL, or unset it to use the embedded Postgres.',
      { cause },
    );
  }
}

/** The URL as it may be shown. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  return shown.toString();
}

/** A name with several addresses fails with several errors at once; the message of the whole is then empty. */
function causeOf(error: unknown): string {
  return error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : messageOf(error);
}
