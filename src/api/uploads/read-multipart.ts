import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { AppError, type FieldError } from '../../domain/errors.js';
import type { UploadLimit } from '../../domain/upload-limit.js';
import type { PendingFile, WrittenFile } from '../../storage/video-storage.js';
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
  /** Unknown, repeated and overlong fields. */
  faults: FieldError[];
}

const MAX_FIELD_BYTES = 8 * 1024;
/**
 * What the parser holds of a part before it waits for whoever reads that part. It never goes on when a part that it
 * skips, as one without a name, fills this and ends within what it is given at once: at most three pieces of a socket,
 * of 64 KiB each.
 */
const PART_BUFFER_BYTES = 256 * 1024;
const LIMITS = { fieldSize: MAX_FIELD_BYTES, fieldNameSize: 100, parts: 50, headerPairs: 50, headerSize: 16 * 1024 };

/**
 * Reads a multipart request, its files straight into storage. After a failure no file is left, and the rest of the
 * request is not read.
 * @throws AppError `malformed_request`, `payload_too_large`, `quota_exceeded`, `storage_full`, `storage_unavailable`
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
  readonly #content: MultipartContent = { fields: {}, files: new Map(), faults: [] };
  readonly #pending: PendingFile[] = [];
  readonly #storing: Promise<void>[] = [];
  readonly #streams: Readable[] = [];
  readonly #seen = new Set<string>();
  #fail: (error: Error) => void = () => undefined;
  #receivedBytes = 0;

  constructor(req: IncomingMessage, rules: MultipartRules) {
    this.#req = req;
    this.#rules = rules;
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
        parser.on('error', (error: Error) =>
          reject(malformed(`The multipart body is damaged: ${error.message}.`, error)),
        );
        this.#req.on('data', onData).once('close', onClose).once('error', onClose).pipe(parser);
        if (this.#req.destroyed) onClose();
      });
      await Promise.all(this.#storing);
      return this.#content;
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

  #createParser(): BusboyInstance {
    const contentType = this.#req.headers['content-type'] ?? '';
    const options = {
      headers: { ...this.#req.headers, 'content-type': contentType },
      limits: LIMITS,
      fileHwm: PART_BUFFER_BYTES,
      // By field name, not by the part's type, which is the client's claim. A file under an unknown name is one too, so
      // that it is skipped and not collected as text.
      isPartAFile: (name: string | undefined, _type: string | undefined, fileName: string | undefined) =>
        this.#rules.fileFields.has(name ?? '') ||
        (fileName !== undefined && !this.#rules.textFields.includes(name ?? '')),
    };
    let parser: BusboyInstance;
    try {
      parser = new Busboy(options);
    } catch (error) {
      throw malformed('The multipart body cannot be read: Content-Type names no boundary.', error);
    }
    parser.on('field', (name, value, _nameTruncated, valueTruncated) => this.#onField(name, value, valueTruncated));
    parser.on('file', (name, stream, fileName) => this.#onFile(name, stream, fileName));
    parser.once('partsLimit', () => this.#fail(malformed('The multipart body has too many parts.')));
    return parser;
  }

  #onField(name: string, value: string, isTruncated: boolean): void {
    if (!this.#isExpected(name, this.#rules.textFields.includes(name))) return;
    if (isTruncated) this.#content.faults.push({ field: name, message: `must be at most ${MAX_FIELD_BYTES} bytes` });
    else this.#content.fields[name] = value;
  }

  #onFile(name: string, stream: Readable, fileName: string | undefined): void {
    const room = this.#rules.fileFields.get(name);
    stream.on('error', () => undefined); // The parser or the storing reports it.
    if (!this.#isExpected(name, room !== undefined) || room === undefined) {
      stream.resume();
      return;
    }
    this.#streams.push(stream);
    const storing = this.#store(name, stream, room, fileName);
    this.#storing.push(storing);
    storing.catch((error: Error) => this.#fail(error));
  }

  #isExpected(name: string | undefined, isKnown: boolean): boolean {
    const field = (name ?? '').slice(0, 100);
    const isRepeated = this.#seen.has(field);
    this.#seen.add(field);
    if (!isKnown) this.#content.faults.push({ field, message: 'is not a field of this request' });
    else if (isRepeated) this.#content.faults.push({ field, message: 'must be given once' });
    return isKnown && !isRepeated;
  }

  async #store(name: string, stream: Readable, room: UploadRoom, fileName: string | undefined): Promise<void> {
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
