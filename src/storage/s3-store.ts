import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { S3Credentials, S3Settings } from './connection-settings.js';
import { OBJECT_CACHE_CONTROL, type ListedObject, type ObjectFacts, type ObjectStore } from './object-store.js';
import { remoteFaultOf } from './remote-error.js';
import { contentTypeOf, type ByteRange, type SignedUpload } from './video-storage.js';

/** The least that S3 takes for a part: one is sent while the next is read, so an upload holds two of them. */
const PART_BYTES = 5 * 1024 * 1024;
/** S3 takes 10,000 parts. */
const MAX_PARTS = 10_000;
/** S3 copies no more in one request. */
const MAX_COPY_BYTES = 5 * 1024 ** 3;

/** A bucket of S3, or of a server that speaks its protocol. */
export class S3Store implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #maxCopyBytes: number;

  constructor(settings: S3Settings, credentials: S3Credentials, maxCopyBytes = MAX_COPY_BYTES) {
    this.#maxCopyBytes = maxCopyBytes;
    this.#bucket = settings.bucket;
    this.#client = new S3Client({
      region: settings.region,
      ...(settings.endpoint !== undefined && { endpoint: settings.endpoint }),
      forcePathStyle: settings.force_path_style,
      credentials: { accessKeyId: credentials.access_key_id, secretAccessKey: credentials.secret_access_key },
      // Newer checksums are unknown to many servers; what is sent is signed with its SHA-256 anyway.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(name: string, body: Readable, facts: ObjectFacts, signal: AbortSignal): Promise<void> {
    const upload = new Upload({
      client: this.#client,
      params: {
        Bucket: this.#bucket,
        Key: name,
        Body: body,
        ContentType: facts.contentType,
        CacheControl: OBJECT_CACHE_CONTROL,
      },
      partSize: Math.max(PART_BYTES, Math.ceil(facts.sizeBytes / MAX_PARTS)),
      queueSize: 1,
    });
    const stop = (): void => void upload.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await upload.done();
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async get(name: string, range: ByteRange | undefined, abortSignal: AbortSignal): Promise<Readable | null> {
    const wanted = range && { Range: `bytes=${range.start}-${range.end}` };
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: name, ...wanted });
    const answer = await orMissing(this.#client.send(command, { abortSignal }));
    if (answer === null) return null;
    if (answer.Body instanceof Readable) return answer.Body;
    throw new Error('The answer has no body.');
  }

  async copy(from: string, to: string, abortSignal: AbortSignal): Promise<boolean> {
    const size = await this.size(from, abortSignal);
    if (size === null) return false;
    if (size > this.#maxCopyBytes) return this.#sendAgain(from, to, size, abortSignal);
    const source = [this.#bucket, ...from.split('/')].map(encodeURIComponent).join('/');
    const command = new CopyObjectCommand({ Bucket: this.#bucket, Key: to, CopySource: source });
    return (await orMissing(this.#client.send(command, { abortSignal }))) !== null;
  }

  /** What is too large to be copied there comes through here. */
  async #sendAgain(from: string, to: string, sizeBytes: number, signal: AbortSignal): Promise<boolean> {
    const body = await this.get(from, undefined, signal);
    if (body !== null) await this.put(to, body, { sizeBytes, contentType: contentTypeOf(to) }, signal);
    return body !== null;
  }

  async size(name: string, abortSignal: AbortSignal): Promise<number | null> {
    const command = new HeadObjectCommand({ Bucket: this.#bucket, Key: name });
    const answer = await orMissing(this.#client.send(command, { abortSignal }));
    return answer?.ContentLength ?? null;
  }

  async remove(name: string, abortSignal: AbortSignal): Promise<void> {
    const object = { Bucket: this.#bucket, Key: name };
    await orMissing(this.#client.send(new DeleteObjectCommand(object), { abortSignal }));
    await this.#removeParts(name, abortSignal);
  }

  async *list(folder: string, abortSignal: AbortSignal, after?: string): AsyncGenerator<ListedObject> {
    const input = { Bucket: this.#bucket, Prefix: `${folder}/`, StartAfter: after };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, input, { abortSignal })) {
      for (const { Key: name, Size: sizeBytes = 0, LastModified } of Contents) {
        if (name !== undefined && LastModified !== undefined)
          yield { name, sizeBytes, modifiedAt: LastModified.getTime() };
      }
    }
  }

  temporaryUrl(name: string, seconds: number): Promise<string> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: name });
    return getSignedUrl(this.#client, command, { expiresIn: seconds });
  }

  async uploadUrl(name: string, { sizeBytes, contentType }: ObjectFacts, seconds: number): Promise<SignedUpload> {
    const command = new PutObjectCommand({
      Bucket: this.#bucket,
      Key: name,
      ContentLength: sizeBytes,
      ContentType: contentType,
      CacheControl: OBJECT_CACHE_CONTROL,
      IfNoneMatch: '*',
    });
    const headers = { 'Content-Type': contentType, 'Cache-Control': OBJECT_CACHE_CONTROL, 'If-None-Match': '*' };
    // Every client sends the length by itself; browsers let no page say it.
    const signed = ['host', 'content-length', ...Object.keys(headers)].map((header) => header.toLowerCase());
    const options = { expiresIn: seconds, signableHeaders: new Set(signed) };
    return { method: 'PUT', url: await getSignedUrl(this.#client, command, options), headers };
  }

  /** The parts of an upload whose process was killed are invisible, and cost money until they are removed. */
  async #removeParts(name: string, abortSignal: AbortSignal): Promise<void> {
    const Bucket = this.#bucket;
    const { Uploads = [] } = await this.#client
      .send(new ListMultipartUploadsCommand({ Bucket, Prefix: name }), { abortSignal })
      // Not every server has it, nor every key the right to it; a rule of the bucket removes the parts there.
      .catch((error: unknown) => {
        if ([403, 405, 501].includes(remoteFaultOf(error).status ?? 0)) return { Uploads: [] };
        throw error;
      });
    for (const { Key, UploadId } of Uploads) {
      if (Key !== name || UploadId === undefined) continue;
      await orMissing(this.#client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }), { abortSignal }));
    }
  }
}

/** A missing bucket is a fault all the same. */
async function orMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    const { status, name } = remoteFaultOf(error);
    if (status === 404 && name !== 'NoSuchBucket') return null;
    throw error;
  }
}
