import { AppError } from '../../../domain/errors.js';
import { textOf } from '../../http/decode-text.js';

/** Metadata of an upload; null: a name without a value. */
export type UploadMetadata = Record<string, string | null>;

const BASE64 = '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?';
/** Names are ASCII without blanks and commas. */
const PAIR = new RegExp(`^([!-+\\--~]+)(?: (${BASE64}))?$`);

const malformed = (detail: string): AppError => new AppError('malformed_request', detail);

/**
 * Reads `Upload-Metadata`: names with values in base64, with commas between them (tus 1.0, creation).
 * @throws AppError `malformed_request`
 */
export function readUploadMetadata(header: string | undefined): UploadMetadata {
  const metadata = new Map<string, string | null>();
  const pairs = (header ?? '').split(',').map((pair) => pair.trim());
  if (pairs.length === 1 && pairs[0] === '') return {};
  for (const pair of pairs) {
    const [, name, value] = PAIR.exec(pair) ?? [];
    if (name === undefined) {
      throw malformed(
        'Upload-Metadata must be names, each with a blank and its value in base64, and commas between them.',
      );
    }
    if (metadata.has(name)) throw malformed(`Upload-Metadata has ${name} twice.`);
    metadata.set(name, value ? textOf(Buffer.from(value, 'base64')) : null);
  }
  return Object.fromEntries(metadata);
}
