import { z } from 'zod';
import type { AnswerHeader } from '../http/answer-headers.js';
import type { DeclaredAnswer, Route } from '../http/define-route.js';

/** An answer with everything that follows from what it is. */
export interface FullAnswer extends DeclaredAnswer {
  /** Those that it always has. */
  certain: readonly AnswerHeader[];
  /** Those that it has at times. */
  possible: readonly AnswerHeader[];
}

const shapeOf = ({ schema }: DeclaredAnswer): object => (schema instanceof z.ZodObject ? schema.shape : {});

/** A resource with a revision has it as its ETag, a new one says where it is, and a list where it goes on. */
function withHeaders(status: number, answer: DeclaredAnswer): FullAnswer {
  const certain: AnswerHeader[] = ['X-Request-Id'];
  if ('revision' in shapeOf(answer) || status === 304) certain.push('ETag');
  if (status === 201 || status === 302) certain.push('Location');
  const possible = [...(answer.headers ?? []), ...(answer.schema instanceof z.ZodArray ? (['Link'] as const) : [])];
  return { ...answer, certain, possible };
}

const UNCHANGED: DeclaredAnswer = { description: 'The state that If-None-Match names is still the present one' };

/** The answers of a route but for problems, by status. */
export function answersOf({ method, responses }: Route): Record<number, FullAnswer> {
  const isRevised = method === 'get' && Object.values(responses).some((answer) => 'revision' in shapeOf(answer));
  const all = { ...responses, ...(isRevised && { 304: UNCHANGED }) };
  return Object.fromEntries(
    Object.entries(all).map(([status, answer]) => [status, withHeaders(Number(status), answer)]),
  );
}
