import type { ClientOptions } from './options.js';
import { API_VERSION } from './openapi.js';

const TIMEOUT_MS = 10_000;

const majorOf = (version: string): string => version.split('.')[0] ?? '';

/** Warns when the service is of another major version than this client. Whatever keeps it from knowing is no fault. */
export async function warnOfOtherMajor(service: ClientOptions): Promise<void> {
  const { baseUrl, fetch = globalThis.fetch, onWarning = (message) => console.warn(message) } = service;
  const address = `${baseUrl.replace(/\/$/, '')}/openapi.json`;
  try {
    const asked = new Request(address, { method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const version = (await fetch(asked)).headers.get('x-api-version');
    if (version === null || majorOf(version) === majorOf(API_VERSION)) return;
    onWarning(
      `The service at ${baseUrl} is of version ${version}, and its client of ${API_VERSION}: get a newer client.`,
    );
  } catch {
    // The call itself will tell.
  }
}
