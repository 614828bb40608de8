import { z } from 'zod';
import type { DeclaredAnswer } from '../http/define-route.js';

/** What a DELETE answers. */
export const deleted: DeclaredAnswer = {
  description: 'It is deleted',
  schema: z.strictObject({ status: z.literal('deleted') }).meta({ id: 'Deleted' }),
};
