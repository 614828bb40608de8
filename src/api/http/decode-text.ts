import { AppError } from '../../domain/errors.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What UTF-8 is beyond ASCII (RFC 3629, 4), each byte as a character; then any other byte. */
const UTF8_OR_BYTE =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/**
 * The text that bytes are in UTF-8. A byte that belongs to none becomes half of a surrogate pair, U+DC80 to U+DCFF, as in
 * Python's `surrogateescape`: so it is neither lost nor changed until the gate refuses it by the name of its field.
 */
export function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    const characters = Buffer.from(bytes).toString('latin1');
    return characters.replace(UTF8_OR_BYTE, (found) =>
      found.length === 1 ? String.fromCharCode(0xdc00 + found.charCodeAt(0)) : Buffer.from(found, 'latin1').toString(),
    );
  }
}

/** The text of `%FF` forms, in a query or an extended parameter; a `%` that begins none stays. */
export function percentDecoded(text: string, decode: Decode = textOf): string | null {
  const bytes = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decode(Buffer.from(bytes, 'latin1'));
}

/** Makes text of bytes; null: they are not what they are said to be, and cannot be told one by one. */
export type Decode = (bytes: Uint8Array) => string | null;

/** What windows-1252 has from 0x80 on, where Node up to 23 leaves the bytes as they are. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const withWindows = (text: string): string =>
  text.replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? character);

function whatwgDecoder(charset: string) {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch (cause) {
    throw new AppError('unsupported_media_type', `The charset "${charset}" is not known here. Send UTF-8.`, { cause });
  }
}

/**
 * What decodes text of a charset, by the names that browsers know (WHATWG Encoding).
 * @param charset as a client declares it; null or undefined: it does not, and means UTF-8.
 * @throws AppError `unsupported_media_type`
 */
export function decoderOf(charset: string | null | undefined): Decode {
  const decoder = whatwgDecoder(charset ?? 'utf-8');
  if (decoder.encoding === 'utf-8') return textOf;
  return (bytes) => {
    try {
      const text = decoder.decode(bytes);
      return decoder.encoding === 'windows-1252' ? withWindows(text) : text;
    } catch {
      return null;
    }
  };
}
