import { z } from 'zod';
import type { FieldCode } from '../../domain/errors.js';
import { lengthOf, saidAs } from './fields.js';
import { mustBe } from './validate.js';

// What is text on its way, and means something else: in a query, a form, or the metadata of an upload. It is read as the
// clients of the former system write it, which read it by pydantic.

const TRUE: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', 'on', '1']);
const FALSE: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', 'off', '0']);

/** True or false, as Python (`True`), YAML (`yes`) and checkboxes (`on`) write it; in any letter case. */
export const flagText = saidAs(
  z.string().transform((text, context): boolean => {
    const word = text.toLowerCase();
    if (TRUE.has(word)) return true;
    if (!FALSE.has(word)) context.addIssue({ code: 'custom', message: 'must be true or false' });
    return false;
  }),
  { type: 'boolean' },
);

/** Titles and names are as long at most. */
const MAX_SOUGHT = 200;

/** `5`, `+5`, `005`, `5.0` and `1_000`: whatever Python reads as a whole number. */
const WHOLE = /^[+-]?\d+(?:_\d+)*(?:\.0+)?$/;

const numberIn = (text: string): number => (WHOLE.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN);

const numberText = (least: number, most: number, be: string) =>
  z.string({ error: mustBe(be) }).transform((text, context) => {
    const value = numberIn(text);
    if (value >= least && value <= most) return value;
    const code: FieldCode = Number.isNaN(value) ? 'wrong_format' : value < least ? 'too_small' : 'too_large';
    context.addIssue({ code: 'custom', message: `must be ${be}`, params: { code } });
    return z.NEVER;
  });

/** A whole number within bounds. */
export const wholeNumberText = (least: number, most: number) =>
  saidAs(numberText(least, most, `a whole number from ${least} to ${most}`), {
    type: 'integer',
    minimum: least,
    maximum: most,
  });

/** An id, as the document says it. */
export const ID = { type: 'integer', format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };

/** An id in a query. Those in a path have one form alone, as they are addresses. */
export const idText = saidAs(numberText(1, Number.MAX_SAFE_INTEGER, 'an id: a whole number from 1'), ID).meta({
  example: 1,
});

/** What is looked for: any text that could be stored; its length counts in characters. */
export const soughtText = saidAs(
  z.string().refine((text) => lengthOf(text) <= MAX_SOUGHT, {
    error: `must be at most ${MAX_SOUGHT} characters`,
    params: { code: 'too_long' },
  }),
  { type: 'string', maxLength: MAX_SOUGHT, pattern: String.raw`^[^\u0000]*$` },
);

const listText = <T>(one: z.ZodType<T, string>, items: Record<string, unknown>, most: number) =>
  saidAs(
    z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(one).min(1).max(most)),
    { type: 'array', items, minItems: 1, maxItems: most },
  );

/** Several ids, with commas between. */
export const idsText = (most: number) => listText(idText, ID, most);

/** Several of some words, with commas between. */
export const wordsText = <T extends string>(words: readonly T[]) =>
  listText(z.enum(words), { type: 'string', enum: words }, words.length);

/**
 * The values as they are meant: without blanks around them. One that is blank counts as not given where it may be left
 * out: forms send every field, and so do clients that write None as nothing.
 */
export function meantTexts(schema: z.ZodObject, sent: object): Record<string, unknown> {
  const mayBeMissing = new Set(
    Object.entries(schema.shape).flatMap(([name, field]) => (z.safeParse(field, undefined).success ? [name] : [])),
  );
  return Object.fromEntries(
    Object.entries(sent)
      .map(([name, value]: [string, unknown]) => [name, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([name, value]) => value !== '' || !mayBeMissing.has(name)),
  );
}
