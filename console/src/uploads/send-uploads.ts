import { ProblemError } from 'ar-video-rotation-client';
import {
  unfinishedUploads,
  uploadVideo,
  type BegunUpload,
  type UnfinishedUpload,
  type VideoUploading,
} from 'ar-video-rotation-client/upload';
import { newEditKey } from '../edits/edit-key';
import { OWN_PAGE } from '../service/service';
import { NO_RATE, rateAfter } from './rate';
import { faultOf, requireReadable, UnreadableFile } from './file-faults';
import { heldNames, holding, nameOf } from './held-uploads';
import { isOver, isUnderWay, uploadStore, type FileUpload } from './upload-store';

/** More at once would only share the line. */
const AT_ONCE = 2;
const TRY_AGAIN_MS = 3_000;

const SERVICE = { baseUrl: location.origin, headers: OWN_PAGE };

/** What passes: the service or a proxy is away for a moment, or an earlier request about the upload is not over yet. */
const PASSING = new Set([423, 502, 503, 504]);

const files = new Map<string, File>();
/** Those that were begun by this page, also paused and failed ones. */
const begun = new Map<string, VideoUploading>();
const begunEarlier = new Map<string, UnfinishedUpload>();

const changeStatus = (key: string, status: FileUpload['status']): void => uploadStore.change(key, { status });

/** Sends files to become videos of a content, two at a time. One that is on its way already is not sent twice. */
export async function addFiles(contentId: number, added: readonly File[]): Promise<void> {
  for (const file of added) {
    const earlier = await findEarlier(contentId, file);
    if (earlier !== undefined) {
      goOnWith(earlier, file);
      continue;
    }
    const upload = { key: newEditKey(), contentId, fileName: file.name, totalBytes: file.size };
    if (uploadStore.all().some((one) => isSame(one, upload) && !isOver(one))) continue;
    const fault = faultOf(file);
    if (fault === null) files.set(upload.key, file);
    uploadStore.add({ ...upload, fault, status: fault === null ? 'queued' : 'failed', hasFile: fault === null });
  }
  sendNext();
}

const isSame = (one: BegunUpload, other: BegunUpload): boolean => nameOf(one) === nameOf(other);

/** The upload that an earlier page began with this file. */
async function findEarlier(contentId: number, file: File): Promise<string | undefined> {
  for (const [key, earlier] of begunEarlier) {
    if (earlier.contentId === contentId && (await earlier.isOf(file))) return key;
  }
  return undefined;
}

function goOnWith(key: string, file: File): void {
  begunEarlier.delete(key);
  files.set(key, file);
  uploadStore.change(key, { status: 'queued', hasFile: true });
}

/** Goes on with what an earlier page began. @returns whether it is the same file */
export async function chooseAgain(key: string, file: File): Promise<boolean> {
  if ((await begunEarlier.get(key)?.isOf(file)) !== true) return false;
  goOnWith(key, file);
  sendNext();
  return true;
}

/** Finds what earlier pages began and did not end. @throws TypeError: the service cannot be reached */
export async function findUnfinished(): Promise<void> {
  const held = await heldNames();
  const skip = (one: BegunUpload): boolean =>
    held.has(nameOf(one)) || uploadStore.all().some((other) => isSame(one, other));
  for (const earlier of await unfinishedUploads(SERVICE, { skip })) {
    // One that was begun meanwhile.
    if (skip(earlier)) continue;
    const key = newEditKey();
    begunEarlier.set(key, earlier);
    const { contentId, fileName, totalBytes, sentBytes } = earlier;
    uploadStore.add({ key, contentId, fileName, totalBytes, sentBytes, status: 'unfinished' });
  }
}

/** Sends no more of it for now. */
export async function pause(key: string): Promise<void> {
  changeStatus(key, 'paused');
  await begun.get(key)?.pause();
  sendNext();
}

/** Goes on with what was paused, or tries again what failed. */
export function goOn(key: string): void {
  uploadStore.change(key, { status: 'queued', fault: null });
  sendNext();
}

/** Gives it up. What cannot be removed now the service removes in a day. */
export async function cancel(key: string): Promise<void> {
  const [upload, earlier] = [begun.get(key), begunEarlier.get(key)];
  dismiss(key);
  await (upload?.cancel() ?? earlier?.discard())?.catch(() => undefined);
  sendNext();
}

/** Tells no more of it. */
export function dismiss(key: string): void {
  for (const kept of [files, begun, begunEarlier]) kept.delete(key);
  uploadStore.remove(key);
}

function sendNext(): void {
  const all = uploadStore.all();
  const busy = all.filter((one) => isUnderWay(one) && one.status !== 'queued').length;
  for (const { key } of all.filter(({ status }) => status === 'queued').slice(0, Math.max(0, AT_ONCE - busy))) {
    void send(key);
  }
}

/** Sends a file, or goes on with it. */
async function send(key: string): Promise<void> {
  const [upload, file] = [uploadStore.find(key), files.get(key)];
  if (upload === undefined || file === undefined) return;
  uploadStore.change(key, { status: 'sending', rate: NO_RATE });
  try {
    await requireReadable(file);
    const videoId = await holding(upload, () => sendAll(upload, file));
    files.delete(key);
    begun.delete(key);
    uploadStore.change(key, { status: 'processing', sentBytes: file.size, hasFile: false, videoId });
  } catch (error) {
    // What was paused or given up meanwhile has said so.
    if (uploadStore.find(key)?.status === 'sending') fail(key, error);
  }
  sendNext();
}

/** @returns the id of the video. Never settles when it is paused or given up */
async function sendAll({ key, contentId }: FileUpload, file: File): Promise<number> {
  const onProgress = (sentBytes: number): void => {
    const rate = rateAfter(uploadStore.find(key)?.rate ?? NO_RATE, sentBytes, performance.now());
    uploadStore.change(key, { sentBytes, rate });
  };
  // It is tried again here, as often as it takes.
  const uploading = await uploadVideo(SERVICE, contentId, file, {}, { onProgress, retryDelays: [] });
  const now = uploadStore.find(key);
  if (now === undefined) await uploading.cancel();
  else begun.set(key, uploading);
  if (now?.status === 'paused') await uploading.pause();
  return uploading.done;
}

function fail(key: string, error: unknown): void {
  if (error instanceof UnreadableFile) return uploadStore.change(key, { status: 'failed', fault: 'unreadable' });
  if (error instanceof ProblemError && !PASSING.has(error.status)) {
    return uploadStore.change(key, { status: 'failed', fault: { problem: error } });
  }
  changeStatus(key, 'waiting');
  const tryAgain = (): void => {
    clearTimeout(timer);
    window.removeEventListener('online', tryAgain);
    if (uploadStore.find(key)?.status === 'waiting') void send(key);
  };
  const timer = setTimeout(tryAgain, TRY_AGAIN_MS);
  window.addEventListener('online', tryAgain);
}
