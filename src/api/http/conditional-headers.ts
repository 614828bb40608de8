import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Caller } from '../../domain/caller.js';
import { AppError } from '../../domain/errors.js';
import { canonicalJson } from './canonical-json.js';

const STRONG_TAG = /^"([\x21\x23-\x7e]*)"$/;

/** A revision that no resource has: what an ETag of something else names. */
const NO_REVISION = -1;

/**
 * The revision that If-Match names; null: none, or `*`. Weak tags never match (RFC 9110, 13.1.1).
 * @throws AppError `malformed_request` when it is no entity tag, or several.
 */
export function expectedRevision(req: Request): number | null {
  const given = req.get('if-match')?.trim();
  if (given === undefined || given === '*') return null;
  if (/^W\/"[^"]*"$/.test(given)) return NO_REVISION;
  const [, tag] = STRONG_TAG.exec(given) ?? [];
  if (tag === undefined) {
    throw new AppError('malformed_request', 'If-Match must be * or one entity tag, as an answer\'s ETag gave it: "3".');
  }
  return /^\d{1,15}$/.test(tag) ? Number(tag) : NO_REVISION;
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
