import type { Readable } from 'node:stream';
import type { FieldCode, FieldError } from '../../domain/errors.js';
import { decoderOf } from '../http/decode-text.js';
import type { FormPart } from './form-part.js';

const MAX_FIELD_BYTES = 8 * 1024;

/** A field by which a form says the charset of its others (RFC 7578, 4.6). */
export const CHARSET_FIELD = '_charset_';

/** The texts of a form: bytes until all of it is here, as the form may say last what charset they are in. */
export class FormTexts {
  readonly #texts: { name: string; bytes: Buffer; charset: string | undefined }[] = [];
  readonly #faults: FieldError[] = [];
  #charset: string | null;

  /** @param charset that all texts are said to be in; null: nothing is said. @throws AppError `unsupported_media_type` */
  constructor(charset: string | null) {
    decoderOf(charset);
    this.#charset = charset;
  }

  /** @throws AppError `unsupported_media_type` for an unknown charset, before gigabytes follow */
  async collect({ name, charset }: FormPart, stream: Readable): Promise<void> {
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const bytes of stream) {
      if (!Buffer.isBuffer(bytes)) continue;
      size += bytes.length;
      if (size <= MAX_FIELD_BYTES) pieces.push(bytes);
    }
    const bytes = Buffer.concat(pieces);
    if (size > MAX_FIELD_BYTES) this.#refuse(name, `must be at most ${MAX_FIELD_BYTES} bytes`, 'too_long');
    else if (name === CHARSET_FIELD) this.#charset = bytes.toString('latin1').trim() || this.#charset;
    else this.#texts.push({ name, charset, bytes });
    decoderOf(charset ?? this.#charset);
  }

  /** What all of them say, and which are too long, or not in the charset that they should be. */
  decoded(): { fields: Record<string, string>; faults: FieldError[] } {
    const fields: Record<string, string> = {};
    for (const { name, bytes, charset = this.#charset } of this.#texts) {
      const text = decoderOf(charset)(bytes);
      if (text === null) this.#refuse(name, `is not in the charset ${charset}`, 'wrong_format');
      else fields[name] = text;
    }
    return { fields, faults: this.#faults };
  }

  #refuse(field: string, message: string, code: FieldCode): void {
    this.#faults.push({ field, message, code });
  }
}
