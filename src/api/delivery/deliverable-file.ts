import type { Readable } from 'node:stream';
import type { ByteRange } from '../../storage/video-storage.js';

/** A file, wherever it lies. Names are never used again, so a file of this name always has the same bytes. */
export interface DeliverableFile {
  name: string;
  contentType: string;
  sizeBytes: number;
  /** Null where the backend is not asked for it. */
  modifiedAt: Date | null;
  /** @throws AppError `not_found`, `storage_unavailable` */
  read(range: ByteRange): Promise<Readable>;
}
