import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { DeclaredAnswer, Route } from '../http/define-route.js';

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ description: 'Stable: programs decide by this', example: 'validation_failed' }),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    request_id: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

type Responses = RouteConfig['responses'];

const ifMatch = z
  .string()
  .optional()
  .meta({ description: 'The ETag last seen: refused with 412 when it changed since' });
const idempotencyKey = z
  .string()
  .optional()
  .meta({ description: 'A repetition with the same key (kept a day) gets the first result and changes nothing' });

const prefer = z
  .string()
  .optional()
  .meta({ description: 'The answer waits so many seconds (at most 30) for the result', example: 'wait=20' });

function headersOf(route: Route): z.ZodObject | undefined {
  if (route.headers !== undefined) return route.headers;
  if (route.access === 'public' || route.method === 'get') return undefined;
  return z.object({
    'Idempotency-Key': idempotencyKey,
    ...(route.ifMatch === true && { 'If-Match': ifMatch }),
    ...(route.prefersWait === true && { Prefer: prefer }),
  });
}

const PROBLEM = 'application/problem+json';

/** The body of a declared answer; undefined when it has none. */
function contentOf({ schema, contentType }: DeclaredAnswer): Record<string, { schema: z.ZodType }> | undefined {
  if (schema === undefined && contentType === undefined) return undefined;
  const text = contentType === PROBLEM ? problemSchema : z.string();
  return { [contentType ?? 'application/json']: { schema: schema ?? text } };
}

function responsesOf(route: Route): Responses {
  const responses: Responses = {};
  for (const [status, declared] of Object.entries(route.responses)) {
    const content = contentOf(declared);
    responses[status] = { description: declared.description, ...(content && { content }) };
  }
  const problem = { [PROBLEM]: { schema: problemSchema } };
  responses['default'] = { description: 'Anything else: a problem with its code', content: problem };
  return responses;
}

function bodyOf(route: Route): NonNullable<RouteConfig['request']>['body'] {
  if (route.upload !== undefined)
    return { required: true, content: { 'multipart/form-data': { schema: route.upload } } };
  if (route.body !== undefined) return { required: true, content: { 'application/json': { schema: route.body } } };
  return undefined;
}

/** What generated clients call the operation: `postRotationByIdRotateNow`. */
function operationIdOf({ method, path }: Route): string {
  const words = path
    .replace(/^\/api/, '')
    .replaceAll('{', 'by-')
    .split(/[^A-Za-z0-9]+/);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function configOf(route: Route): RouteConfig {
  const { method, path, tag, summary, description, params, query } = route;
  const headers = headersOf(route);
  const body = bodyOf(route);
  const request = {
    ...(params && { params }),
    ...(query && { query }),
    ...(headers && { headers }),
    ...(body && { body }),
  };
  return {
    method,
    path,
    operationId: operationIdOf(route),
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: route.access === 'public' ? [] : [{ apiKey: [] }],
    request,
    responses: responsesOf(route),
  };
}

const DESCRIPTION = `Decides which video an AR content shows, and switches it at the exact instant.

Send a key as \`Authorization: Bearer <key>\`. Instants are ISO 8601 with milliseconds and \`Z\`. Lists are bare arrays;
\`Link: <…>; rel="next"\` leads to the next page. A PUT changes the given fields only; null clears. Unknown fields are
refused, and every fault is an RFC 9457 problem with a stable \`code\`.`;

/** The OpenAPI 3.1 document of exactly these routes. */
export function openApiDocument(routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' });
  for (const route of routes) registry.registerPath(configOf(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Video rotation service for AR', version: '1.0.0', description: DESCRIPTION },
    servers: [{ url: '/' }],
  });
}
