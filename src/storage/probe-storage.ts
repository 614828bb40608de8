import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../domain/errors.js';
import type { VideoStorage } from './video-storage.js';

/** What a probe does, in order. */
export const PROBE_STEPS = ['write', 'size', 'read', 'range', 'address', 'delete'] as const;
export type ProbeStep = (typeof PROBE_STEPS)[number];

/** How one step went; `error` is null when it went well. */
export interface ProbeResult {
  step: ProbeStep;
  ok: boolean;
  error: string | null;
}

const PROBE_BYTES = 1_000;

function expect(isRight: boolean, message: string): void {
  if (!isRight) throw new AppError('storage_unavailable', message);
}

async function write(storage: VideoStorage, key: string, content: Buffer): Promise<void> {
  const pending = await storage.beginUpload();
  try {
    await pending.write(content);
    await pending.finish();
    await pending.commit(key);
  } finally {
    await pending.abort();
  }
}

/**
 * Writes, reads and deletes a small file, to see whether a storage can be worked with.
 * @returns each step; after a failed write nothing but deleting is tried.
 */
export async function probeStorage(storage: VideoStorage, key: string): Promise<ProbeResult[]> {
  const content = randomBytes(PROBE_BYTES);
  const results: ProbeResult[] = [];
  const attempt = async (step: ProbeStep, action: () => Promise<void>): Promise<void> => {
    try {
      await action();
      results.push({ step, ok: true, error: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ step, ok: false, error: error.message });
    }
  };
  await attempt('write', () => write(storage, key, content));
  if (results[0]?.ok === true) {
    await attempt('size', async () => expect((await storage.fileSize(key)) === PROBE_BYTES, 'The size is wrong.'));
    await attempt('read', async () =>
      expect((await buffer(await storage.readFile(key))).equals(content), 'Other bytes came back.'),
    );
    await attempt('range', async () => {
      const part = await buffer(await storage.readFile(key, { start: 100, end: 199 }));
      expect(part.equals(content.subarray(100, 200)), 'A range gave other bytes.');
    });
    await attempt('address', async () => void (await storage.temporaryUrl(key)));
  }
  await attempt('delete', async () => {
    await storage.deleteFile(key);
    expect((await storage.fileSize(key)) === null, 'The file is still there.');
  });
  return results;
}
