import { AppError } from './errors.js';

/** Revisions of a resource, as a conditional request names them; `any`: whichever it has. */
export type Revisions = readonly number[] | 'any';

/** What a write is held to (RFC 9110, 13.1.1 and 13.1.2). */
export interface RevisionCondition {
  /** The present revision has to be one of these. */
  match: Revisions;
  /** The present revision must not be one of these; `any`: the resource must not be there at all. */
  noneMatch: Revisions;
}

/** The revision that a caller has seen, or a condition; null: the caller did not say. */
export type ExpectedRevision = number | RevisionCondition | null;

const includes = (revisions: Revisions, revision: number): boolean =>
  revisions === 'any' || revisions.includes(revision);

const named = (revisions: Revisions): string => (revisions === 'any' ? 'any' : revisions.join(', ') || 'another');

/**
 * Holds a write to the state that its caller has seen (If-Match, If-None-Match).
 * @throws AppError `precondition_failed` when it was changed since.
 */
export function requireRevision({ revision }: { revision: number }, expected: ExpectedRevision): void {
  if (expected === null) return;
  const { match, noneMatch } = typeof expected === 'number' ? { match: [expected], noneMatch: [] } : expected;
  const present = `the present one is ${revision}`;
  if (!includes(match, revision)) {
    const message = `It was changed meanwhile: If-Match names revision ${named(match)}, ${present}.`;
    throw new AppError('precondition_failed', message);
  }
  if (!includes(noneMatch, revision)) return;
  throw new AppError('precondition_failed', `If-None-Match excludes revision ${named(noneMatch)}, and ${present}.`);
}
