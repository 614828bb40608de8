import { z } from 'zod';
import type { Place } from '../../db/content-orders.js';
import { saidAs } from './fields.js';
import { ID, idText } from './text-fields.js';

// Where a page of a sorted list begins: an opaque text, which holds what the last row was sorted by.

const placeShape = z.tuple([z.string().regex(/^[^\0]*$/), z.int().min(1)]);
/** A title of 500 characters, each of four bytes, in base64. */
const MAX_LENGTH = 4_000;

/** A place as the field says it. */
export const placeText = ({ key, id }: Place): string => Buffer.from(JSON.stringify([key, id])).toString('base64url');

function readPlace(text: string, context: z.RefinementCtx): Place {
  try {
    const [key, id] = placeShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { key, id };
  } catch {
    context.addIssue({ code: 'custom', message: 'must be that of a Link header' });
    return z.NEVER;
  }
}

/** The last id of a list by id; the place of one that is sorted otherwise. */
export const placeField = saidAs(
  z
    .string()
    .max(MAX_LENGTH)
    .transform((text, context): number | Place => {
      if (!/^[+\d]/.test(text)) return readPlace(text, context);
      const id = idText.safeParse(text);
      if (id.success) return id.data;
      context.addIssue({ code: 'custom', message: 'must be an id: a whole number from 1' });
      return z.NEVER;
    }),
  { anyOf: [ID, { type: 'string', pattern: '^WyI[A-Za-z0-9_\\-]*$', maxLength: MAX_LENGTH }] },
).meta({ example: 1 });
