import { DataStore, Upload } from '@tus/server';
import type { Readable } from 'node:stream';
import type { ResumableUploads } from '../../../db/resumable-uploads.js';
import { AppError } from '../../../domain/errors.js';
import { failureAgain, noSuchUpload, type ResumableUpload } from '../../../domain/resumable-upload.js';
import type { Id, Instant } from '../../../domain/scalars.js';
import { requireWithin, type UploadLimit } from '../../../domain/upload-limit.js';
import type { UploadRoom } from '../upload-rooms.js';
import type { GatheredFile } from '../../../storage/video-storage.js';

/** What the store of one upload works with. */
export interface ResumableStoreOptions {
  uploads: ResumableUploads;
  file: GatheredFile;
  owner: { company_id: Id; ar_content_id: Id; storage_connection_id: Id };
  limit: UploadLimit;
  enterRoom: () => UploadRoom;
  expiresAt: Instant;
}

/**
 * One upload as the tus library sees it: its state in Postgres, its bytes in a local file. The library's own file store
 * keeps the state beside the file, hides that a disk is full, and makes folders on a disk that is not mounted.
 */
export class ResumableStore extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'creation-defer-length', 'termination', 'expiration'];
  readonly #options: ResumableStoreOptions;
  #writing: Promise<number> | null = null;

  constructor(options: ResumableStoreOptions) {
    super();
    this.#options = options;
  }

  /** The row comes first: a file without one would be known to nobody. */
  override async create(upload: Upload): Promise<Upload> {
    const { uploads, file, owner, expiresAt } = this.#options;
    const { id, size, metadata = {} } = upload;
    await uploads.insert({ id, ...owner, size_bytes: size ?? null, metadata, expires_at: expiresAt });
    try {
      await file.create();
    } catch (error) {
      await uploads.remove(id).catch(() => undefined); // It expires.
      throw error;
    }
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size_bytes: size, metadata, ...row } = await this.#find(id);
    const offset = await this.#offset({ size_bytes: size, ...row });
    return new Upload({ id, ...(size !== null && { size }), offset, metadata });
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const { received } = await this.#find(id);
    const { file, enterRoom } = this.#options;
    if (received === null) return (this.#writing = file.append(within(source, enterRoom, offset), offset));
    source.resume(); // It is whole: what comes is nothing.
    return offset;
  }

  /**
   * Waits until what was begun to be written has ended, which the library does not when the request breaks off.
   * @returns why it failed, of which the library says only that it broke off; null: it did not, or by no fault of ours.
   */
  async faultOfWriting(): Promise<AppError | null> {
    try {
      await this.#writing;
      return null;
    } catch (error) {
      return error instanceof AppError ? error : null;
    }
  }

  override async declareUploadLength(id: string, size: number): Promise<void> {
    requireWithin(this.#options.limit, size);
    await this.#options.uploads.setSize(id, size);
  }

  override async remove(id: string): Promise<void> {
    const { video_id: videoId } = await this.#find(id);
    if (videoId !== null) throw new AppError('conflict', `The upload has become video ${videoId}: delete that.`);
    await this.#options.file.remove();
    await this.#options.uploads.remove(id);
  }

  /** How much of it there is. @throws AppError with what became of it, when that is no video */
  async #offset({ size_bytes, received, failure }: Omit<ResumableUpload, 'metadata'>): Promise<number> {
    if (failure !== null) throw failureAgain(failure);
    if (received !== null) return size_bytes ?? received.size_bytes;
    const size = await this.#options.file.size();
    if (size !== null) return size;
    throw new AppError('storage_unavailable', 'The bytes so far are not here. Do all API processes share the folder?');
  }

  async #find(id: string): Promise<ResumableUpload> {
    const upload = await this.#options.uploads.find(id, this.#options.owner.company_id);
    if (upload === null) throw noSuchUpload();
    return upload;
  }
}

/** The same bytes, until there is no room for them. @throws AppError `payload_too_large`, `quota_exceeded` */
async function* within(
  source: AsyncIterable<Buffer>,
  enterRoom: () => UploadRoom,
  offset: number,
): AsyncGenerator<Buffer> {
  const room = enterRoom();
  try {
    room.take(offset);
    for await (const bytes of source) {
      room.take(bytes.length);
      yield bytes;
    }
  } finally {
    room.leave();
  }
}
