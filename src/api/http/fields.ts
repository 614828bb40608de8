import { z } from 'zod';
import { UUID, type Instant } from '../../domain/scalars.js';
import { lineFault, LINE_PATTERN } from './line-text.js';
import { instantFault, readInstant } from '../../domain/instant-text.js';
import { mustBe } from './validate.js';

/** The same field; the document says of it what this JSON Schema says, as zod cannot tell what a field makes of it. */
export const saidAs = <T extends z.ZodType>(schema: T, json: Record<string, unknown>): T => schema.meta({ json });

/** A bigint identity in a body. */
export const idField = z
  .int({ error: mustBe('an id: a whole number from 1') })
  .min(1, { error: 'must be an id: a whole number from 1' });

const ID_TEXT = /^[1-9]\d{0,15}$/;
const toSafeInteger = (text: string, context: z.RefinementCtx): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) context.addIssue({ code: 'custom', message: 'must be an id within range' });
  return value;
};

/** An id in a path. */
export const idParam = saidAs(
  z.string().regex(ID_TEXT, { error: 'must be an id: a whole number from 1' }).transform(toSafeInteger),
  { type: 'integer', format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
).meta({ example: 1 });

/** `{id}` of a path. */
export const idPath = z.object({ id: idParam });

const UUID_SAID = {
  type: 'string',
  format: 'uuid',
  pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
};

/** A public uuid; becomes lower case. */
export const uuidField = saidAs(
  z
    .string()
    .regex(UUID, { error: 'must be a uuid' })
    .transform((text) => text.toLowerCase()),
  UUID_SAID,
).meta({ example: '7f0c1f0e-55c7-4b9e-9d43-5a2a8c8f7b11' });

/** Characters as JSON Schema counts them: a surrogate pair is one. */
export const lengthOf = (text: string): number => Array.from(text).length;

const toLine = (text: string, context: z.RefinementCtx): void => {
  const message = lineFault(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
};

/** Fields of one line, each by its definition, which outlives `meta`, with the same field that is not held to be seen. */
const unseen = new WeakMap<object, z.ZodType>();

/** A text of one line, without what cannot be seen; blanks around it are taken away, and counted. */
export function textField(maxLength: number) {
  const json = { type: 'string', minLength: 1, maxLength, pattern: LINE_PATTERN };
  const short = z.string().refine((text) => lengthOf(text) <= maxLength, {
    error: `must be at most ${maxLength} characters`,
    params: { code: 'too_long' },
  });
  const field = saidAs(short.superRefine(toLine).trim().min(1), json);
  unseen.set(field.def, saidAs(short.trim().min(1), json));
  return field;
}

/** A field of one line that also takes what cannot be seen, for whoever holds it to that later; null: it is another one. */
export function unseenField(field: z.ZodType): z.ZodType | null {
  const own = unseen.get(field.def);
  if (own !== undefined) return own;
  if (!(field instanceof z.ZodOptional) && !(field instanceof z.ZodNullable)) return null;
  const inner = field.unwrap();
  const found = inner instanceof z.ZodType ? unseenField(inner) : null;
  return found && (field instanceof z.ZodOptional ? found.optional() : found.nullable());
}

/** True or false; the older system said 1 and 0, and those are taken too. */
export const flagField = saidAs(
  z
    .union([z.boolean(), z.literal(0), z.literal(1)], { error: mustBe('true or false') })
    .transform((value) => value === true || value === 1),
  { anyOf: [{ type: 'boolean' }, { type: 'integer', enum: [0, 1], format: 'int32' }] },
);

const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const INSTANT_EXAMPLE = '2026-12-01T09:00:00.000Z';

const toInstant = (text: string, context: z.RefinementCtx): Instant => {
  const at = readInstant(text);
  if (at !== null) return at;
  context.addIssue({ code: 'custom', message: instantFault(text, INSTANT_EXAMPLE) });
  return z.NEVER;
};

/** An instant with `Z` or an offset, so that nobody has to guess the zone. Becomes epoch milliseconds. */
export const instantField = saidAs(
  z
    .string({ error: mustBe(`an instant with Z or an offset, such as ${INSTANT_EXAMPLE}`) })
    .transform(toInstant)
    .refine((at) => at >= EARLIEST && at <= LATEST, { error: 'must lie between the years 1970 and 9999' }),
  { type: 'string', format: 'date-time', pattern: '^(19[7-9]|[2-9][0-9]{2})[0-9]-' },
).meta({ example: INSTANT_EXAMPLE });

/** A wall-clock time, `HH:MM` or `HH:MM:SS`. */
export const timeOfDayField = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/, { error: 'must be HH:MM or HH:MM:SS, such as 09:00' })
  .transform((text) => (text.length === 5 ? `${text}:00` : text))
  .meta({ example: '09:00' });

/** An int4 within bounds. */
export const wholeNumber = (least: number, most: number) =>
  z
    .int({ error: mustBe(`a whole number from ${least} to ${most}`) })
    .min(least)
    .max(most);

/** The most of an int4 column. */
export const INT4_MAX = 2 ** 31 - 1;

/** An instant in an answer. */
export const instantAnswer = saidAs(z.iso.datetime({ precision: 3 }), {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
}).meta({ example: INSTANT_EXAMPLE });

/** An id in an answer. */
export const idAnswer = z.int().min(1);

/** An instant as JSON says it: with milliseconds and `Z`. */
export const toIso = (at: Instant): string => new Date(at).toISOString();

/** The same; null stays null. */
export const toIsoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at));
