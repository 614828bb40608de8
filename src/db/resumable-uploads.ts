import type { ResumableUpload, UploadFailure } from '../domain/resumable-upload.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { ReceivedVideo } from '../domain/video.js';
import { toRow, toTimestamp, type Database, type Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';
import { tryLockUpload } from './upload-locks.js';

const TABLE = 'resumable_uploads';

/** The table `resumable_uploads`. */
export function createResumableUploads(db: Database) {
  const update = async (id: string, fields: object): Promise<void> =>
    void (await db(TABLE).where({ id }).update(fields));
  return {
    async insert({ metadata, ...upload }: Omit<ResumableUpload, 'received' | 'video_id' | 'failure'>): Promise<void> {
      await db(TABLE).insert({ ...toRow(upload), metadata: JSON.stringify(metadata) });
    },
    /** Null: there is none, or none of this company (null: any company's). */
    async find(id: string, companyId: Id | null): Promise<ResumableUpload | null> {
      const row = db<ResumableUpload>(TABLE).where({ id });
      onlyVisible(row, { companyId });
      return (await row.first()) ?? null;
    },
    setSize: (id: string, size_bytes: number): Promise<void> => update(id, { size_bytes }),
    keepUntil: (id: string, expiresAt: Instant): Promise<void> => update(id, { expires_at: toTimestamp(expiresAt) }),
    setReceived: (id: string, received: ReceivedVideo): Promise<void> =>
      update(id, { received: JSON.stringify(received) }),
    setFailure: (id: string, failure: UploadFailure): Promise<void> => update(id, { failure: JSON.stringify(failure) }),
    async remove(id: string): Promise<void> {
      await db(TABLE).where({ id }).del();
    },
  };
}

export type ResumableUploads = ReturnType<typeof createResumableUploads>;

/** Notes which video an upload became, in the transaction that adds the video; false: it became one before. */
export async function completeUpload(trx: Transaction, id: string, videoId: Id): Promise<boolean> {
  return (await trx(TABLE).where({ id, video_id: null, failure: null }).update({ video_id: videoId })) > 0;
}

/**
 * Takes one upload that has expired and is under no other's hands, runs `work` while nobody else can, and forgets it.
 * @param retryAt when it expires again, should `work` throw or a request still work on it.
 * @returns false when none has expired.
 */
export async function takeExpiredUpload(
  db: Database,
  now: Instant,
  retryAt: Instant,
  work: (upload: ResumableUpload) => Promise<void>,
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const upload: ResumableUpload | undefined = await trx<ResumableUpload>(TABLE)
      .where('expires_at', '<=', toTimestamp(now))
      .orderBy(['expires_at', 'id'])
      .forUpdate()
      .skipLocked()
      .first();
    if (upload === undefined) return false;
    const row = trx(TABLE).where('id', upload.id);
    try {
      if (!(await tryLockUpload(trx, upload.id))) throw new Error('A request works on it.');
      await work(upload);
    } catch {
      await row.update({ expires_at: toTimestamp(retryAt) });
      return true;
    }
    await row.del();
    return true;
  });
}
