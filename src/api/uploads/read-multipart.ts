import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { MIMEType } from 'node:util';
import { Dicer } from '@fastify/busboy';
import { AppError, type FieldCode, type FieldError } from '../../domain/errors.js';
import type { UploadLimit } from '../../domain/upload-limit.js';
import type { PendingFile, WrittenFile } from '../../storage/video-storage.js';
import { parseMediaType } from '../http/media-type.js';
import { storageFault } from '../http/text.js';
import { readPartHeaders, type FormPart, type PartHeaders } from './form-part.js';
import { CHARSET_FIELD, FormTexts } from './form-texts.js';
import type { UploadRoom } from './upload-rooms.js';

/** What a multipart request may hold. */
export interface MultipartRules {
  textFields: readonly string[];
  /** The room of each file field. */
  fileFields: ReadonlyMap<string, UploadRoom>;
  /** The limit of the whole body. */
  total: UploadLimit;
  /** Milliseconds without a byte after which the client counts as gone. */
  idleTimeoutMs: number;
  beginFile: () => Promise<PendingFile>;
  onReceived: (bytes: number) => void;
}

/** A file of the request, written and not yet committed. */
export interface StoredPart extends WrittenFile {
  pending: PendingFile;
  /** As the client calls it. */
  fileName: string | undefined;
}

/** What the request held. The files belong to the caller from here on. */
export interface MultipartContent {
  fields: Record<string, string>;
  files: Map<string, StoredPart>;
  /** Fields that are unknown, repeated, too long or not in the charset that they should be. */
  faults: FieldError[];
}

/**
 * What the parser holds of a part before it waits for whoever reads that part. It never goes on when a part that it
 * skips, as one without a name, fills this and ends within what it is given at once: at most three pieces of a socket,
 * of 64 KiB each.
 */
const PART_BUFFER_BYTES = 256 * 1024;
const LIMITS = { partHwm: PART_BUFFER_BYTES, maxHeaderPairs: 50, maxHeaderSize: 16 * 1024 };
const MAX_PARTS = 50;
/** RFC 2046 has 70; the parser takes no more than 252. */
const MAX_BOUNDARY = 200;

/**
 * Reads a multipart request, its files straight into storage. After a failure no file is left, and the rest of the
 * request is not read.
 * @throws AppError `malformed_request`, `unsupported_media_type`, `payload_too_large`, `quota_exceeded`, `storage_full`,
 *   `storage_unavailable`
 */
export async function readMultipart(req: IncomingMessage, rules: MultipartRules): Promise<MultipartContent> {
  const reader = new MultipartReader(req, rules);
  try {
    return await reader.read();
  } catch (error) {
    await reader.abort();
    throw error;
  }
}

class MultipartReader {
  readonly #req: IncomingMessage;
  readonly #rules: MultipartRules;
  readonly #content: Pick<MultipartContent, 'files' | 'faults'> = { files: new Map(), faults: [] };
  readonly #pending: PendingFile[] = [];
  readonly #storing: Promise<void>[] = [];
  readonly #streams: Readable[] = [];
  readonly #seen = new Set<string>();
  readonly #type: MIMEType | null;
  readonly #texts: FormTexts;
  #parts = 0;
  #fail: (error: Error) => void = () => undefined;
  #receivedBytes = 0;

  constructor(req: IncomingMessage, rules: MultipartRules) {
    this.#req = req;
    this.#rules = rules;
    this.#type = parseMediaType(req.headers['content-type'] ?? '');
    this.#texts = new FormTexts(this.#type?.params.get('charset') ?? null);
  }

  async read(): Promise<MultipartContent> {
    const parser = this.#createParser();
    const idle = setTimeout(() => {
      this.#fail(malformed(`Nothing arrived for ${this.#rules.idleTimeoutMs} ms; the upload was given up.`));
    }, this.#rules.idleTimeoutMs);
    const onData = (bytes: Buffer) => {
      idle.refresh();
      this.#rules.onReceived(bytes.length);
      this.#receivedBytes += bytes.length;
      if (this.#receivedBytes > this.#rules.total.maxBytes) this.#fail(this.#rules.total.exceeded());
    };
    const onClose = () => {
      if (!this.#req.complete) this.#fail(malformed('The connection was closed before the upload was complete.'));
    };
    try {
      await new Promise<void>((resolve, reject) => {
        this.#fail = reject;
        parser.once('finish', resolve);
        // Of whatever else is wrong the parser makes parts without a name.
        parser.on('error', (error: Error) =>
          reject(malformed('The multipart body ends before its last boundary.', error)),
        );
        this.#req.on('data', onData).once('close', onClose).once('error', onClose).pipe(parser);
        if (this.#req.destroyed) onClose();
      });
      await Promise.all(this.#storing);
      const { fields, faults } = this.#texts.decoded();
      return { ...this.#content, fields, faults: [...this.#content.faults, ...faults] };
    } finally {
      clearTimeout(idle);
      this.#req.off('data', onData).off('close', onClose).off('error', onClose).unpipe(parser);
    }
  }

  /** Ends the writing of files, then removes them. */
  async abort(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    await Promise.allSettled(this.#storing);
    await Promise.all(this.#pending.map((file) => file.abort()));
  }

  #createParser(): Dicer {
    const boundary = this.#type?.params.get('boundary');
    if (!boundary) throw malformed('The multipart body cannot be read: Content-Type names no boundary.');
    if (boundary.length > MAX_BOUNDARY) throw malformed(`The boundary has more than ${MAX_BOUNDARY} characters.`);
    const parser = new Dicer({ boundary, ...LIMITS });
    parser.on('part', (part) => this.#onPart(part));
    return parser;
  }

  #onPart(part: Readable): void {
    part.on('error', () => undefined); // The parser or whoever reads it reports it.
    this.#parts += 1;
    if (this.#parts > MAX_PARTS) {
      this.#fail(malformed(`The multipart body has more than ${MAX_PARTS} parts.`));
      part.resume();
      return;
    }
    part.on('header', (headers: PartHeaders) => {
      const reading = this.#receive(part, headers);
      this.#storing.push(reading);
      reading.catch((error: Error) => this.#fail(error));
    });
  }

  /** By field name, not by the part's type, which is the client's claim. What is not wanted is skipped. */
  async #receive(stream: Readable, headers: PartHeaders): Promise<void> {
    const part = readPartHeaders(headers);
    const room = this.#rules.fileFields.get(part?.name ?? '');
    const isText = this.#rules.textFields.includes(part?.name ?? '') || part?.name === CHARSET_FIELD;
    if (part === null || !this.#isExpected(part.name, isText || room !== undefined)) {
      stream.resume();
      return;
    }
    this.#streams.push(stream);
    await (room === undefined ? this.#texts.collect(part, stream) : this.#store(part, stream, room));
  }

  #refuse(field: string, message: string, code: FieldCode): void {
    this.#content.faults.push({ field, message, code });
  }

  #isExpected(name: string, isKnown: boolean): boolean {
    const field = name.slice(0, 100);
    const isRepeated = this.#seen.has(field);
    this.#seen.add(field);
    if (!isKnown) this.#refuse(field, 'is not a field of this request', 'unknown_field');
    else if (isRepeated) this.#refuse(field, 'must be given once', 'invalid');
    return isKnown && !isRepeated;
  }

  async #store({ name, fileName }: FormPart, stream: Readable, room: UploadRoom): Promise<void> {
    // Only its bytes have to be text: what a title is made of is made safe.
    const fault = storageFault(fileName?.replaceAll('\0', '') ?? '');
    if (fault !== null) this.#refuse(name, `has a file name that ${fault}`, 'wrong_format');
    const pending = await this.#rules.beginFile();
    this.#pending.push(pending);
    for await (const bytes of stream) {
      if (!Buffer.isBuffer(bytes)) continue;
      room.take(bytes.length);
      await pending.write(bytes);
    }
    this.#content.files.set(name, { pending, fileName, ...(await pending.finish()) });
  }
}

function malformed(message: string, cause?: unknown): AppError {
  return new AppError('malformed_request', message, { cause });
}
