import { z } from 'zod';
import type { ApiDeps } from '../api-deps.js';
import { docsPage, docsStart } from '../docs/docs-page.js';
import { withPatience } from '../../concurrency/patience.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';

const tag = 'Service';
/** How long a check may take before it counts as failed: whoever asks has little patience, too. */
const CHECK_MS = 2_000;
const NO_CACHE = { 'Cache-Control': 'no-store' };

const readinessAnswer = z
  .strictObject({
    status: z.enum(['ok', 'degraded', 'unavailable']),
    postgres: z.enum(['ok', 'away']),
    temporal: z.enum(['ok', 'degraded']),
  })
  .meta({ id: 'Readiness' });

const live = (): Route =>
  defineRoute({
    operationId: 'getLiveness',
    method: 'get',
    path: '/health/live',
    tag,
    summary: 'Whether the process answers at all',
    access: 'public',
    responses: { 200: { description: 'It does', schema: z.strictObject({ status: z.literal('ok') }) } },
    handler: async () => ok({ status: 'ok' }, NO_CACHE),
  });

async function isDone(check: () => Promise<void>): Promise<boolean> {
  try {
    await withPatience(CHECK_MS, check);
    return true;
  } catch {
    return false;
  }
}

const ready = ({ readiness }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getReadiness',
    method: 'get',
    path: '/health/ready',
    tag,
    summary: 'Whether requests can be served',
    description: 'Stays 200 with `temporal: degraded` while Temporal is down: the API works without it.',
    access: 'public',
    responses: {
      200: { description: 'They can', schema: readinessAnswer },
      503: { description: 'Postgres is away', schema: readinessAnswer, headers: ['Retry-After'] },
    },
    handler: async () => {
      const [isPostgresThere, isTemporalThere] = await Promise.all([
        isDone(() => readiness.askPostgres()),
        readiness.isTemporalReachable(),
      ]);
      const status = !isPostgresThere ? 'unavailable' : isTemporalThere ? 'ok' : 'degraded';
      const postgres = isPostgresThere ? 'ok' : 'away';
      const body = { status, postgres, temporal: isTemporalThere ? 'ok' : 'degraded' };
      return isPostgresThere ? ok(body, NO_CACHE) : { status: 503, body, headers: { ...NO_CACHE, 'Retry-After': '2' } };
    },
  });

const metrics = ({ registry }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getMetrics',
    method: 'get',
    path: '/metrics',
    tag,
    summary: 'Metrics for Prometheus',
    access: 'public',
    responses: { 200: { description: 'Prometheus text format', contentType: 'text/plain' } },
    handler: async () => ({
      status: 200,
      body: await registry.metrics(),
      headers: { 'Content-Type': registry.contentType, ...NO_CACHE },
    }),
  });

const openApi = ({ settings }: ApiDeps, document: () => object): Route =>
  defineRoute({
    operationId: 'getOpenApi',
    method: 'get',
    path: '/openapi.json',
    tag,
    summary: 'This document',
    access: 'public',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({}), headers: ['X-Api-Version'] } },
    handler: async () => ok(document(), { 'Cache-Control': 'no-cache', 'X-Api-Version': settings.version }),
  });

const docs = (): Route =>
  defineRoute({
    operationId: 'getDocs',
    method: 'get',
    path: '/docs',
    tag,
    summary: 'This document as a page to try out',
    access: 'public',
    responses: { 200: { description: 'Swagger UI', contentType: 'text/html' } },
    handler: async () => docsPage(),
  });

const docsScript = (): Route =>
  defineRoute({
    operationId: 'getDocsScript',
    method: 'get',
    path: '/docs/start.js',
    tag,
    summary: 'What starts that page',
    access: 'public',
    responses: { 200: { description: 'A script', contentType: 'text/javascript' } },
    handler: async () => docsStart(),
  });

/**
 * Health, metrics and the documents.
 * @param document the OpenAPI document of all routes, these included.
 */
export const serviceRoutes = (deps: ApiDeps, document: () => object): Route[] => [
  live(),
  ready(deps),
  metrics(deps),
  openApi(deps, document),
  docs(),
  docsScript(),
];
