import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Caller } from '../../domain/caller.js';
import { AppError } from '../../domain/errors.js';
import type { ExpectedRevision, Revisions } from '../../domain/revision.js';
import { canonicalJson } from './canonical-json.js';

const ENTITY_TAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?:,[ \t]*|$)/;

/** A revision that no resource has: what a tag of something else names. */
const NO_REVISION = -1;

/**
 * The revisions that a header names: a list of entity tags, or `*`. Empty elements of the list are passed over (RFC 9110,
 * 5.6.1). A tag that names no revision of ours matches none.
 * @param isStrong whether weak tags match nothing, as for If-Match. @throws AppError `malformed_request`
 */
function revisionsIn(name: string, value: string, isStrong: boolean): Revisions {
  let rest = value.replace(/^[ \t,]+/, '');
  if (rest.trim() === '*') return 'any';
  const revisions: number[] = [];
  do {
    const [all, weak, tag] = ENTITY_TAG.exec(rest) ?? [];
    if (all === undefined || tag === undefined) {
      const detail = `${name} must be * or entity tags with commas between them, as the ETag of an answer gave them: "3".`;
      throw new AppError('malformed_request', detail);
    }
    revisions.push(/^\d{1,15}$/.test(tag) && !(isStrong && weak !== undefined) ? Number(tag) : NO_REVISION);
    rest = rest.slice(all.length).replace(/^[ \t,]+/, '');
  } while (rest !== '');
  return revisions;
}

/**
 * What If-Match and If-None-Match hold a write to; null: neither was sent. Weak tags never match in If-Match (RFC 9110,
 * 13.1.1), and do in If-None-Match (13.1.2).
 * @throws AppError `malformed_request` when one is no list of entity tags
 */
export function expectedRevision(req: Request): ExpectedRevision {
  const [match, noneMatch] = [req.get('if-match'), req.get('if-none-match')];
  if (match === undefined && noneMatch === undefined) return null;
  return {
    match: match === undefined ? 'any' : revisionsIn('If-Match', match, true),
    noneMatch: noneMatch === undefined ? [] : revisionsIn('If-None-Match', noneMatch, false),
  };
}

/**
 * Holds a write to a thing without an ETag, as an action or a list is: no tag can name its state (RFC 9110, 13.1.1). To
 * pass over what the client asks for would change something that it did not want changed.
 * @throws AppError `precondition_failed`; `malformed_request` as `expectedRevision`
 */
export function refuseTags(req: Request): void {
  const match = req.get('if-match');
  if (match === undefined || revisionsIn('If-Match', match, true) === 'any') return;
  throw new AppError(
    'precondition_failed',
    'If-Match names a state, but what is written here has no ETag. Leave it out.',
  );
}

/**
 * What makes a repetition of this request recognisable: the Idempotency-Key, and a digest of method, path, query and
 * body. Null without the header.
 * @param body what the request says, as parsed; of an upload its fields and the digests of its files.
 * @throws AppError `malformed_request`
 */
export function idempotencyOf(req: Request, body: unknown): Caller['idempotency'] {
  const key = req.get('idempotency-key');
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError('malformed_request', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
  const text = `${req.method} ${req.path}\n${canonicalJson(req.query)}\n${canonicalJson(body ?? null)}`;
  return { key, requestHash: createHash('sha256').update(text).digest() };
}
