import { z } from 'zod';
import { FIELD_CODES, HTTP_STATUS, type ErrorCode } from '../../domain/errors.js';
import { ANSWER_HEADERS, type AnswerHeader } from '../http/answer-headers.js';
import type { Route } from '../http/define-route.js';
import { isWorthAnotherTry, PROBLEM_TYPE, TITLES } from '../http/problem.js';
import { problemsOf } from '../http/route-problems.js';
import { answersOf, type FullAnswer } from './answers.js';
import type { Json, JsonSchemas } from './json-schemas.js';

const CODES = z.enum(Object.keys(HTTP_STATUS));

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string(),
    code: CODES.meta({ description: 'Stable: programs decide by this' }),
    errors: z
      .array(
        z.object({
          field: z.string(),
          message: z.string(),
          code: z.enum(FIELD_CODES).meta({ description: 'Stable: programs say it in other languages by this' }),
        }),
      )
      .optional()
      .meta({ description: 'Each faulty field, by its dotted name' }),
    request_id: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const headersOf = (certain: readonly AnswerHeader[], possible: readonly AnswerHeader[]): Json =>
  Object.fromEntries([
    ...certain.map((name) => [name, { $ref: `#/components/headers/${name}.always` }]),
    ...possible.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  ]);

/** The headers of answers, each once for answers that always have it, and once for others. */
export const headerComponents = (): Json =>
  Object.fromEntries(
    Object.entries(ANSWER_HEADERS).flatMap(([name, facts]) => [
      [name, { required: false, ...facts }],
      [`${name}.always`, { required: true, ...facts }],
    ]),
  );

function contentOf({ schema, contentType }: FullAnswer, schemas: JsonSchemas): Json | undefined {
  if (schema === undefined && contentType === undefined) return undefined;
  const types = contentType ?? 'application/json';
  const said = schema === undefined ? { type: 'string' } : schemas.of(schema, 'output');
  return Object.fromEntries([types].flat().map((type) => [type, { schema: isText(type) ? said : BYTES }]));
}

const BYTES = { type: 'string', format: 'binary' };
const isText = (type: string): boolean => /^(?:text\/|application\/(?:.+\+)?json$)/.test(type);

const pascal = (code: string): string => code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What a client is told of a refusal: the problem, whose code is one of these. */
function problemResponse(codes: readonly ErrorCode[], schemas: JsonSchemas): Json {
  const certain: AnswerHeader[] = ['X-Request-Id'];
  if (codes.some((code) => HTTP_STATUS[code] === 401)) certain.push('WWW-Authenticate');
  const possible: AnswerHeader[] = codes.some(isWorthAnotherTry) ? ['Retry-After'] : [];
  const code = { type: 'object', properties: { code: { type: 'string', enum: codes } } };
  return {
    description: codes.map((one) => `\`${one}\`: ${TITLES[one]}`).join('; '),
    headers: headersOf(certain, possible),
    content: { [PROBLEM_TYPE]: { schema: { allOf: [schemas.of(problemSchema, 'output'), code] } } },
  };
}

/** Answers and problems of a route, by status; refusals are told once for all routes, in `shared`. */
export function responsesOf(route: Route, schemas: JsonSchemas, shared: Json): Json {
  const responses: Json = {};
  for (const [status, answer] of Object.entries(answersOf(route))) {
    const content = contentOf(answer, schemas);
    const headers = headersOf(answer.certain, answer.possible);
    responses[status] = { description: answer.description, headers, ...(content && { content }) };
  }
  const codes = problemsOf(route);
  for (const status of new Set(codes.map((code) => HTTP_STATUS[code]))) {
    const own = codes.filter((code) => HTTP_STATUS[code] === status);
    if (status in responses) continue;
    const name = own.map(pascal).join('Or');
    shared[name] ??= problemResponse(own, schemas);
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
  return responses;
}
