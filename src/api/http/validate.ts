import type { z } from 'zod';
import type { FieldError } from '../../domain/errors.js';
import { textFaults } from './text.js';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const EXPECTED: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

const UNITS: Record<string, string> = { string: ' characters', array: ' entries' };

function typeMessage(expected: string, input: unknown): string {
  if (input === null) return 'must not be null';
  return `must be ${EXPECTED[expected] ?? expected}`;
}

function tooSmallMessage({ origin, minimum, inclusive }: Extract<RawIssue, { code: 'too_small' }>): string {
  if ((origin === 'string' || origin === 'array') && minimum === 1) return 'must not be empty';
  return `must be ${inclusive === false ? 'more than' : 'at least'} ${minimum}${UNITS[origin] ?? ''}`;
}

/** A message for whoever reads it at night: what the field must be, not what the library calls it. */
function messageOf(issue: RawIssue): string {
  if (issue.input === undefined) return 'is required';
  if (issue.code === 'invalid_type') return typeMessage(issue.expected, issue.input);
  if (issue.code === 'too_small') return tooSmallMessage(issue);
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
  }
  return 'is not valid';
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** What a value must be, as the message of a schema; one that is missing is said to be missing. */
export const mustBe =
  (be: string) =>
  ({ input }: { input?: unknown }): string | undefined =>
    input === undefined ? undefined : `must be ${be}`;

export type Parsed<T> = { value: T; faults: null } | { value: null; faults: FieldError[] };

/** Checks a value against a schema; every fault is listed by the dotted name of its field. */
export function check<S extends z.ZodType>(schema: S, value: unknown, whole: string): Parsed<z.output<S>> {
  const result = schema.safeParse(value, { error: messageOf });
  const untidy = textFaults(value).map(({ path, message }) => ({ field: dotted(path) || whole, message }));
  if (result.success && untidy.length === 0) return { value: result.data, faults: null };
  const faults = (result.error?.issues ?? []).flatMap((issue): FieldError[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: dotted([...issue.path, key]),
        message: 'is not a field of this request',
      }));
    }
    return [{ field: dotted(issue.path) || whole, message: issue.message }];
  });
  const named = new Set(faults.map(({ field }) => field));
  return { value: null, faults: [...faults, ...untidy.filter(({ field }) => !named.has(field))] };
}
