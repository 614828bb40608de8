import type { Route } from '../http/define-route.js';
import { answersOf } from './answers.js';
import type { Json, JsonSchemas } from './json-schemas.js';

const ENTITY_TAG = '(W/)?"[!#-~]*"';

const TAGS = `^(\\*|${ENTITY_TAG}([ \\t]*,[ \\t]*${ENTITY_TAG})*)$`;

/** The headers of requests that mean the same everywhere. */
const REQUEST_HEADERS = {
  'If-Match': {
    description:
      'The ETag last seen, or several, or `*`: refused with 412 unless one of them is the present one. Weak tags never match.',
    schema: { type: 'string', pattern: TAGS, examples: ['"3"'] },
  },
  'If-None-Match': {
    description: 'The ETag last seen: answered with 304 while it is still the present one',
    schema: { type: 'string', examples: ['"3"'] },
  },
  'If-None-Match.write': {
    description: 'Refused with 412 when one of these ETags is the present one, weak or not; `*`: when there is any',
    schema: { type: 'string', pattern: TAGS, examples: ['W/"1"'] },
  },
  'Idempotency-Key': {
    description: 'A repetition with the same key (kept a day) gets the first result and changes nothing',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$', examples: ['9b1d-2026-12-01'] },
  },
  Prefer: {
    description:
      'The answer waits so many seconds (at most 30) for the result. What is not understood is ignored (RFC 7240)',
    schema: { type: 'string', examples: ['wait=20'] },
  },
  'X-Request-Id': {
    description:
      'Under this id the log has the request: 1 to 100 letters, digits and `._:-`. Instead of another one, an id is made',
    schema: { type: 'string', examples: ['night-shift.1'] },
  },
} as const satisfies Record<string, { description: string; schema: Json }>;

type RequestHeader = keyof typeof REQUEST_HEADERS;

/** Which of those a route honours. */
function headersOf(route: Route): RequestHeader[] {
  const isWrite = route.access !== 'public' && route.method !== 'get' && route.headers === undefined;
  const hasTag = route.method === 'get' && 304 in answersOf(route);
  return [
    ...(isWrite ? (['Idempotency-Key'] as const) : []),
    ...(route.ifMatch === true ? (['If-Match', 'If-None-Match.write'] as const) : []),
    ...(hasTag ? (['If-None-Match'] as const) : []),
    ...(route.prefersWait === true ? (['Prefer'] as const) : []),
    'X-Request-Id',
  ];
}

/** The parameters of a route: path, query, headers. */
export function parametersOf(route: Route, schemas: JsonSchemas): Json[] {
  const own = (['path', 'query', 'header'] as const).flatMap((place) => {
    const fields = { path: route.params, query: route.query, header: route.headers }[place];
    if (fields === undefined) return [];
    return schemas.fieldsOf(fields).map(({ name, isRequired, schema: { description, ...schema } }) => ({
      name,
      in: place,
      required: place === 'path' || isRequired,
      ...(description !== undefined && { description }),
      // It counts as not given then.
      ...(place === 'query' && !isRequired && { allowEmptyValue: true }),
      // Its entries have commas between.
      ...(schema['type'] === 'array' && { style: 'form', explode: false }),
      schema,
    }));
  });
  return [...own, ...headersOf(route).map((name) => ({ $ref: `#/components/parameters/${name}` }))];
}

/** The shared ones, by name. */
export const parameterComponents = (): Json =>
  Object.fromEntries(
    Object.entries(REQUEST_HEADERS).map(([key, facts]) => {
      const name = key.replace(/\..*/, '');
      return [key, { name, in: 'header', required: false, ...facts }];
    }),
  );
