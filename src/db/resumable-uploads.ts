import type { ResumableUpload, UploadFailure } from '../domain/resumable-upload.js';
import { refuseBeyond } from '../domain/limits.js';
import { requireWithin, uploadLimit } from '../domain/upload-limit.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { ReceivedVideo } from '../domain/video.js';
import { toRow, toTimestamp, type Database, type Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';
import { storageUses } from './storage-use.js';
import { inTransaction } from './transaction.js';
import { tryLockUpload } from './upload-locks.js';

const TABLE = 'resumable_uploads';

type NewUpload = Omit<ResumableUpload, 'received' | 'video_id' | 'failure' | 'created_at'>;

/**
 * Keeps what a company gathers within its quota, and the number of its open uploads within a limit: others of the company
 * wait at this lock. One that does not say its size may need all the room that is left.
 */
async function requireRoomToGather(
  trx: Transaction,
  { company_id: companyId, size_bytes }: NewUpload,
  maxOpen: number,
) {
  await trx('companies').where('id', companyId).forNoKeyUpdate().select('id');
  const use = (await storageUses(trx, [companyId])).get(companyId);
  const limit = uploadLimit(Infinity, use ?? { max_storage_bytes: null, used_bytes: 0, beside_bytes: 0 });
  const open: { size_bytes: number | null }[] = await trx(TABLE)
    .where({ company_id: companyId, video_id: null, failure: null })
    .limit(maxOpen)
    .select('size_bytes');
  const things = 'unfinished uploads';
  refuseBeyond(maxOpen, open.length, { owner: 'A company', things, variable: 'MAX_OPEN_UPLOADS_PER_COMPANY' });
  const gathered = open.reduce((bytes, upload) => bytes + (upload.size_bytes ?? limit.maxBytes), 0);
  if (use?.max_storage_bytes != null) requireWithin(limit, gathered + (size_bytes ?? 1));
}

/** The table `resumable_uploads`. @param maxOpen how many a company may have open */
export function createResumableUploads(db: Database, maxOpen: number) {
  const update = async (id: string, fields: object): Promise<void> =>
    void (await db(TABLE).where({ id }).update(fields));
  return {
    /** @throws AppError `quota_exceeded`; `conflict` when the company has too many */
    insert: (upload: NewUpload): Promise<void> =>
      inTransaction(db, async (trx) => {
        await requireRoomToGather(trx, upload, maxOpen);
        await trx(TABLE).insert({ ...toRow(upload), metadata: JSON.stringify(upload.metadata) });
      }),
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
