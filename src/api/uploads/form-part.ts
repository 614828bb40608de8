import { decoderOf, percentDecoded, textOf } from '../http/decode-text.js';
import { parseMediaType } from '../http/media-type.js';

/** What a part of a form says of itself. */
export interface FormPart {
  name: string;
  /** As the client calls its file; undefined: it is none, or nothing is said. */
  fileName: string | undefined;
  /** As its Content-Type declares it. */
  charset: string | undefined;
}

/** Headers of a part, each byte as a character. */
export type PartHeaders = Readonly<Partial<Record<string, readonly string[]>>>;

const PARAMETER = /\s*;\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*("(?:[^"\\]|\\[^])*"|[^\s;"]*)[^;]*/y;

/** Browsers put a path with single backslashes between the quotes; only a quote or a backslash is escaped by one. */
const unquoted = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(["\\])/g, '$1') : value;

/** The parameters of a header, the first of each name. */
function parametersOf(header: string): Map<string, string> {
  const found = new Map<string, string>();
  PARAMETER.lastIndex = /^[^;]*/.exec(header)?.[0].length ?? 0;
  for (let one = PARAMETER.exec(header); one !== null; one = PARAMETER.exec(header)) {
    const [, name = '', value = ''] = one;
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), unquoted(value));
  }
  return found;
}

/** Bytes as characters, and the text that they are in UTF-8. */
const decoded = (bytes: string): string => textOf(Buffer.from(bytes, 'latin1'));

/**
 * An extended parameter, `UTF-8''na%C3%AFve.mp4` (RFC 8187, once 5987), which clients send although RFC 7578 tells them not to.
 * What is not in its charset becomes half of a surrogate pair, which the gate refuses.
 * @throws AppError `unsupported_media_type`
 */
function extended(value: string): string {
  const [, charset = null, text = value] = /^([^']*)'[^']*'([^]*)$/.exec(value) ?? [];
  return percentDecoded(text, decoderOf(charset)) ?? '\udcff';
}

/**
 * Reads the headers of a part of a form (RFC 7578). Null: they name no field.
 * @throws AppError `unsupported_media_type` for a file name in an unknown charset
 */
export function readPartHeaders(headers: PartHeaders): FormPart | null {
  const [disposition = ''] = headers['content-disposition'] ?? [];
  if (!/^form-data\s*(?:;|$)/i.test(disposition)) return null;
  const parameters = parametersOf(disposition);
  const name = parameters.get('name');
  if (name === undefined) return null;
  const [star, plain] = [parameters.get('filename*'), parameters.get('filename')];
  const charset = parseMediaType(headers['content-type']?.[0] ?? '')?.params.get('charset') ?? undefined;
  const fileName = star === undefined ? plain && decoded(plain) : extended(star);
  return { name: decoded(name), fileName, charset };
}
