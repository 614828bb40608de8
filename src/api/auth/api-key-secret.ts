import { createHash, randomBytes } from 'node:crypto';

/** A new secret: 256 random bits, with a prefix by which scanners for leaked secrets recognise it. */
export const newKeySecret = (): string => `arv_${randomBytes(32).toString('base64url')}`;

/** What is stored of a secret, and what it is looked up by. */
export const hashKeySecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();
