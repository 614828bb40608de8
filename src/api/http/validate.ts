import { z } from 'zod';
import { FIELD_CODES, type FieldCode, type FieldError } from '../../domain/errors.js';
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

const CODES: Partial<Record<z.core.$ZodIssue['code'], FieldCode>> = {
  invalid_type: 'wrong_type',
  invalid_union: 'wrong_type',
  invalid_format: 'wrong_format',
  invalid_value: 'not_one_of',
};
/** What a check of our own says it found. */
const OWN = z.enum(FIELD_CODES).default('invalid');

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

/** The code of what zod found. Of texts that are read further, whatever is said of them is of their form. */
function codeOf({ code, ...issue }: z.core.$ZodIssue): FieldCode {
  if (issue.input === undefined) return 'required';
  const isCounted = 'origin' in issue && (issue.origin === 'string' || issue.origin === 'array');
  if (code === 'too_small') return isCounted ? 'too_short' : 'too_small';
  if (code === 'too_big') return isCounted ? 'too_long' : 'too_large';
  if (code === 'custom' && 'params' in issue) return OWN.parse(issue.params?.['code']);
  if (code === 'custom') return typeof issue.input === 'string' ? 'wrong_format' : 'invalid';
  return CODES[code] ?? 'invalid';
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
  const result = schema.safeParse(value, { error: messageOf, reportInput: true });
  const untidy = textFaults(value).map(({ path, message }) => ({
    field: dotted(path) || whole,
    message,
    code: 'wrong_format' as const,
  }));
  if (result.success && untidy.length === 0) return { value: result.data, faults: null };
  const faults = (result.error?.issues ?? []).flatMap((issue): FieldError[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: dotted([...issue.path, key]),
        message: 'is not a field of this request',
        code: 'unknown_field',
      }));
    }
    return [{ field: dotted(issue.path) || whole, message: issue.message, code: codeOf(issue) }];
  });
  const named = new Set(faults.map(({ field }) => field));
  return { value: null, faults: [...faults, ...untidy.filter(({ field }) => !named.has(field))] };
}
