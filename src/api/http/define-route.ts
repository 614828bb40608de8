import type { ExpectedRevision } from '../../domain/revision.js';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Logger } from 'pino';
import { AppError, invalidFields, type ErrorCode, type FieldError } from '../../domain/errors.js';
import type { Role } from '../../domain/api-key.js';
import type { ApiCaller } from './api-caller.js';
import type { Answer } from './answer.js';
import type { AnswerHeader } from './answer-headers.js';
import { expectedRevision, idempotencyOf, refuseTags } from './conditional-headers.js';
import { readJson, type TextBody } from './read-json.js';
import { flagText, meantTexts } from './text-fields.js';
import { check } from './validate.js';

export type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete';

/** Who may use a route: keys of at least this role, or everybody. */
export type Access = Role | 'public';

/** One answer of a route, for the document. */
export interface DeclaredAnswer {
  description: string;
  /** Of a JSON body; left out for other bodies. */
  schema?: z.ZodType;
  /** Content-Type of a body that is not JSON; several: one of them. */
  contentType?: string | readonly string[];
  /** Headers that it has beyond those that follow from its kind (`docs/responses.ts`). */
  headers?: readonly AnswerHeader[];
}

/** A request on its way to its handler. */
export interface Incoming {
  req: Request;
  res: Response;
  requestId: string;
  /** Where the client reaches this service, without a slash at the end: absolute addresses begin with it. */
  baseUrl: string;
  /** What of the request that depends on, for the header Vary; null: nothing. */
  baseUrlVary: string | null;
  /** Null on public routes. */
  caller: ApiCaller | null;
  log: Logger;
}

/** What all routes have, whatever their types. */
export interface RouteFacts {
  /** What generated clients call it. It stays the same for ever: programs are written with it. */
  operationId: string;
  method: Method;
  /** As OpenAPI writes it: `/api/videos/{id}`. */
  path: string;
  /** The noun under which the document lists it. */
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  responses: Record<number, DeclaredAnswer>;
  /** The codes that its handler refuses with, beyond those that follow from its kind (`route-problems.ts`). */
  problems?: readonly ErrorCode[];
  /** Writes to a thing that is there already honour If-Match. */
  ifMatch?: boolean;
  /** `?strict=true` has it refused where it adds a warning to what is foretold. */
  strict?: boolean;
  /** The answer may be asked to wait for a result: `Prefer: wait=N`. */
  prefersWait?: boolean;
  /** A text that may be sent in the place of JSON with one field. */
  textBody?: TextBody;
  /** What the handler reads itself: the multipart fields, for the document. */
  upload?: z.ZodType;
  /** Content-Type of bytes that the handler reads itself, for the document. */
  bytes?: string;
  /** Headers that the handler reads itself, for the document; then it sees to repetitions itself, too. */
  headers?: z.ZodObject;
}

/** A route as it is registered and documented. */
export interface Route extends RouteFacts {
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  handle(incoming: Incoming): Promise<Answer>;
}

/** What a handler gets: everything checked. */
export interface Input<P, Q, B, A extends Access> {
  params: P;
  query: Q;
  body: B;
  caller: A extends 'public' ? null : ApiCaller;
  /** The revision that If-Match names; null: any. */
  expected: ExpectedRevision;
  incoming: Incoming;
}

const nothing = z.strictObject({});

const strictField = {
  strict: flagText
    .optional()
    .meta({ description: 'true: refused (409 warning_added) where it adds a warning to the coming 30 days' }),
};
type Nothing = typeof nothing;

/** What is public is fetched from links that others make longer, with what they count visits by: that is passed over. */
const ownFields = (schema: z.ZodObject | undefined, sent: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(sent).filter(([name]) => schema !== undefined && Object.hasOwn(schema.shape, name)),
  );

interface RouteDefinition<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends Access,
> extends RouteFacts {
  access: A;
  params?: P;
  query?: Q;
  body?: B;
  /** What the handler would refuse next: told along with the faults that the schema finds, so that none comes later. */
  laterFaults?: (body: Record<string, unknown>, caller: ApiCaller) => FieldError[];
  handler: (input: Input<z.output<P>, z.output<Q>, z.output<B>, A>) => Promise<Answer>;
}

/** A path that names nothing that can exist: an id of letters, or out of range. */
function paramsOf<P extends z.ZodObject>(schema: P, req: Request): z.output<P> {
  const { value } = check(schema, req.params, 'path');
  if (value === null) throw new AppError('not_found', `There is nothing at ${req.path}.`);
  return value;
}

/** @throws AppError `validation_failed` with the faults of query and body together, and those that `later` adds. */
function checkBoth<Q extends z.ZodType, B extends z.ZodType>(
  [querySchema, query]: [Q, unknown],
  [bodySchema, body]: [B, unknown],
  later: () => FieldError[],
): { query: z.output<Q>; body: z.output<B> } {
  const checkedQuery = check(querySchema, query, 'query');
  const checkedBody = check(bodySchema, body, 'body');
  if (checkedQuery.faults === null && checkedBody.faults === null) {
    return { query: checkedQuery.value, body: checkedBody.value };
  }
  const faults: FieldError[] = [...(checkedQuery.faults ?? []), ...(checkedBody.faults ?? [])];
  const named = new Set(faults.map(({ field }) => field));
  throw invalidFields([...faults, ...later().filter(({ field }) => !named.has(field))]);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A write carries what makes its repetition recognisable. An upload says so itself, once its files are read. */
function withIdempotency(route: RouteFacts, { req, caller }: Incoming, body: unknown): ApiCaller | null {
  const isOwn = route.upload !== undefined || route.headers !== undefined;
  if (caller === null || route.method === 'get' || isOwn) return caller;
  return { ...caller, idempotency: idempotencyOf(req, body) };
}

/**
 * Declares a route, once: validation at the edge and the OpenAPI document both come from this.
 * Unknown fields are refused, and a 422 names every faulty one.
 */
export function defineRoute<
  A extends Access,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = Nothing,
>(definition: RouteDefinition<P, Q, B, A>): Route {
  const { params, body, laterFaults, handler, ...facts } = definition;
  const query = facts.strict === true ? (definition.query ?? nothing).extend(strictField) : definition.query;
  const handle = async (incoming: Incoming): Promise<Answer> => {
    const { req, res } = incoming;
    const path = paramsOf(params ?? nothing, req);
    const sent = body === undefined ? {} : await readJson(req, res, facts.textBody);
    const ownQuery = facts.access === 'public' ? ownFields(query, req.query) : req.query;
    const sentQuery = meantTexts(query ?? nothing, ownQuery);
    const checked = checkBoth([query ?? nothing, sentQuery], [body ?? nothing, sent], () =>
      incoming.caller !== null && isRecord(sent) ? (laterFaults?.(sent, incoming.caller) ?? []) : [],
    );
    const caller = withIdempotency(facts, incoming, sent);
    const isStrict = facts.strict === true && 'strict' in checked.query && checked.query['strict'] === true;
    if (facts.ifMatch !== true && facts.method !== 'get') refuseTags(req);
    const expected = facts.ifMatch === true ? expectedRevision(req) : null;
    // Where the defaults meet the generic types: a route without a schema has no such input, a public one no caller.
    const asked = caller && { ...caller, ...(isStrict && { strict: true }) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript cannot follow the defaults
    const input = { ...checked, params: path, caller: asked, expected, incoming } as unknown as Parameters<
      typeof handler
    >[0];
    return handler(input);
  };
  return { ...facts, ...(params && { params }), ...(query && { query }), ...(body && { body }), handle };
}
