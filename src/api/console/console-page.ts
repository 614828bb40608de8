import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../domain/errors.js';
import { codeOf } from '../../platform/error-code.js';
import type { Answer } from '../http/answer.js';

/** What the build has where the nonce of an answer goes. */
const NONCE = /__NONCE__/g;

/** @param origins beyond our own, from which pictures and videos may come */
function policyOf(nonce: string, origins: readonly string[]): string {
  const media = ["'self'", 'blob:', ...origins].join(' ');
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src ${media}`,
    `media-src ${media}`,
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

/** @throws AppError `not_found` where nothing was built */
async function readPage(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new AppError('not_found', 'The console was not built: npm run build does. The API works without it.');
  }
}

/**
 * The one page of which the console is made, with a nonce of its own for the styles that its library adds.
 * @param folder of the build. @param origins beyond our own, from which pictures and videos may come
 * @throws AppError `not_found` where nothing was built
 */
export async function consolePage(folder: string, origins: readonly string[]): Promise<Answer> {
  const page = await readPage(folder);
  const nonce = randomBytes(16).toString('base64url');
  return {
    status: 200,
    body: page.replace(NONCE, nonce),
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policyOf(nonce, origins),
      'Cross-Origin-Opener-Policy': 'same-origin',
    },
  };
}
