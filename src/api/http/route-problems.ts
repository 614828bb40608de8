import { HTTP_STATUS, type ErrorCode } from '../../domain/errors.js';
import type { Route } from './define-route.js';

const WITH_DATABASE: readonly ErrorCode[] = ['database_unavailable', 'busy', 'outdated_process'];
const WITH_BODY: readonly ErrorCode[] = [
  'malformed_request',
  'validation_failed',
  'payload_too_large',
  'unsupported_media_type',
];

/** The codes that follow from what a route is; what its handler adds, the route names itself. */
function impliedProblems({ access, method, params, query, body, strict, upload, headers }: Route): ErrorCode[] {
  const isKept = upload === undefined && headers === undefined;
  return [
    'malformed_request', // A path that cannot be decoded, a Host that is none.
    'internal_error',
    ...(access === 'public' ? [] : (['unauthorized', 'validation_failed', ...WITH_DATABASE] as const)),
    ...(access === 'editor' || access === 'admin' ? (['forbidden'] as const) : []),
    ...(access !== 'public' && method !== 'get' && method !== 'head' ? (['foreign_origin'] as const) : []),
    ...(params === undefined ? [] : (['not_found'] as const)),
    ...(query === undefined ? [] : (['validation_failed'] as const)),
    ...(body === undefined ? [] : WITH_BODY),
    ...(strict === true ? (['warning_added'] as const) : []),
    ...(method !== 'get' ? (['precondition_failed'] as const) : []),
    ...(access !== 'public' && method !== 'get' && isKept ? (['idempotency_key_reused'] as const) : []),
  ];
}

/** Every code that a route may answer with, by status and name. */
export function problemsOf(route: Route): ErrorCode[] {
  const codes = new Set([...impliedProblems(route), ...(route.problems ?? [])]);
  return [...codes].toSorted((a, b) => HTTP_STATUS[a] - HTTP_STATUS[b] || a.localeCompare(b));
}
