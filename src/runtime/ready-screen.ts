import type { AdminKey } from './admin-key.js';

export interface ReadyScreen {
  apiUrl: string;
  uiUrl?: string | undefined;
  /** Those of the API and of the worker. */
  metricsUrls: readonly string[];
  dataDir: string;
  database: string;
  adminKey: AdminKey;
  /** By which a browser signs in once, if it could be made. */
  signInUrl?: string | undefined;
  /** The public id of a content to look at, if there is one. */
  contentId?: string | undefined;
  seconds: number;
}

/** All that one needs to go on, on one screen. */
export function renderReadyScreen(screen: ReadyScreen): string {
  const rows = [
    ['Sign in', describeSignIn(screen.signInUrl)],
    ['API', screen.apiUrl],
    ['API docs', `${screen.apiUrl}/docs`],
    ['Temporal Web UI', screen.uiUrl ?? 'that of the server at TEMPORAL_ADDRESS'],
    ['Metrics', screen.metricsUrls.join(' and ')],
    ['Database', screen.database],
    ['Data', screen.dataDir],
    ['Admin key', describeKey(screen.adminKey)],
  ];
  const table = rows.map(([name, value]) => `  ${(name ?? '').padEnd(16)}  ${value ?? ''}`).join('\n');
  return `
  The video rotation service is ready (after ${screen.seconds.toFixed(0)} s).

${table}

  ${screen.contentId === undefined ? 'Try it:' : 'What an AR client sees now:'}
    ${curlLine(screen)}

  Ctrl-C stops everything; the next start goes on from there.
`;
}

function describeSignIn(url: string | undefined): string {
  return url === undefined ? 'with the admin key, at /console/sign-in' : `${url}  (once, within 15 minutes)`;
}

function describeKey({ key, file, isNew }: AdminKey): string {
  if (file === undefined) return 'as given by ADMIN_API_KEY';
  return isNew ? `${key}  (shown this once; kept in ${file})` : `in ${file}`;
}

function curlLine({ apiUrl, contentId, adminKey }: ReadyScreen): string {
  if (contentId !== undefined) return `curl -s ${apiUrl}/api/ar/${contentId}/active-video`;
  const key = adminKey.file === undefined ? '$ADMIN_API_KEY' : `$(cat ${shellQuoted(adminKey.file)})`;
  return `curl -s -H "Authorization: Bearer ${key}" ${apiUrl}/api/companies`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
