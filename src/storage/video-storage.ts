import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Id, Instant } from '../domain/scalars.js';

/** The folders that hold finished files; each has one subfolder an AR content. */
export const MEDIA_KINDS = ['videos', 'thumbnails'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** What can be listed: all files of a kind, or those of one AR content. */
export type MediaFolder = MediaKind | `${MediaKind}/${Id}`;

/** The file name extensions that the service generates: what the content is, never what a client called it. */
export type VideoExtension = 'mp4' | 'mov' | 'webm' | 'mkv';
export type MediaExtension = VideoExtension | 'jpg' | 'png' | 'webp';

/** What was written: whole bytes, and their SHA-256 in lower-case hexadecimal. */
export interface WrittenFile {
  size_bytes: number;
  sha256: string;
}

/** Bytes `start` to `end`, both inclusive, counted from 0. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * One file on its way in. It is invisible to readers until `commit`.
 * Write, `finish`, look at `localPath`, then `commit` or `abort`; every failure of a method asks for `abort`.
 */
export interface PendingFile {
  /** A local file with the bytes written so far, for checks and measuring. Gone after `commit` and `abort`. */
  readonly localPath: string;
  /**
   * To be asked before something else writes so many bytes to `localPath`: room is kept for them.
   * @returns how to say that it has. @throws AppError `storage_full`
   */
  claim(bytes: number): Promise<() => void>;
  /** Appends bytes; resolves when the next ones may come. @throws AppError `storage_full`, `storage_unavailable` */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends writing: the bytes are on the disk and survive a crash. @throws AppError as `write` */
  finish(): Promise<WrittenFile>;
  /** Makes the finished file appear under `key`, whole and durably. @throws AppError as `write` */
  commit(key: string): Promise<void>;
  /** Forgets the file, at any time and any number of times. Does nothing after `commit`. Never throws. */
  abort(): Promise<void>;
}

/** A stored file, as a listing tells of it. */
export interface ListedFile {
  key: string;
  size_bytes: number;
  modified_at: Instant;
}

/**
 * A local file that is gathered over several requests, and becomes a `PendingFile` once it is whole. One at a time may
 * work on it.
 */
export interface GatheredFile {
  /** Begins it. @throws AppError `storage_full`, `storage_unavailable` */
  create(): Promise<void>;
  /** Bytes so far; null: it is not here. @throws AppError `storage_unavailable` */
  size(): Promise<number | null>;
  /**
   * Appends bytes at its end, `offset`; they survive a crash. When the source breaks off, those that came are kept.
   * @returns where it ends now. @throws AppError as `create`, and what the source throws
   */
  append(source: AsyncIterable<Uint8Array>, offset: number): Promise<number>;
  /** The whole file, finished: only `commit` and `abort` are left. @throws AppError `storage_unavailable`, also when it is not here */
  take(): Promise<{ pending: PendingFile; written: WrittenFile }>;
  /** Idempotent. @throws AppError `storage_unavailable` */
  remove(): Promise<void>;
}

/** A stored file on this disk, for programs that need a path. */
export interface LocalCopy {
  readonly path: string;
  /** To be called when it is no longer needed. Never throws. */
  release(): Promise<void>;
}

/** Where the files of a storage connection live. A key is what `newFileKey` made: `videos/7/<uuid>.mp4`. */
export interface VideoStorage {
  /** A new key, as `newFileKey` makes it. */
  newKey(kind: MediaKind, arContentId: Id, extension: MediaExtension): string;
  /** @throws AppError `storage_full`, `storage_unavailable` */
  beginUpload(): Promise<PendingFile>;
  /** The file of an upload over several requests, by the upload's uuid. @throws AppError `storage_unavailable` */
  gather(uploadId: string): Promise<GatheredFile>;
  /**
   * Makes a copy of a file appear under another key, whole and durably, and as far as it can be done without its bytes
   * coming through here.
   * @throws AppError `not_found`, `storage_full`, `storage_unavailable`
   */
  copyFile(from: string, to: string): Promise<void>;
  /** Idempotent: a missing file is success. @throws AppError `storage_unavailable` */
  deleteFile(key: string): Promise<void>;
  /** Whole bytes, or null when there is no such file. @throws AppError `storage_unavailable` */
  fileSize(key: string): Promise<number | null>;
  /** The bytes of a file, or a range of them. @throws AppError `not_found`, `storage_unavailable` */
  readFile(key: string, range?: ByteRange): Promise<Readable>;
  /**
   * The file on this disk; not to be changed, and to be released.
   * @throws AppError `not_found`, `storage_full`, `storage_unavailable`
   */
  localCopy(key: string): Promise<LocalCopy>;
  /**
   * The stored files of a folder and below, in the order of their keys, from after a key on; what comes or goes meanwhile
   * may be missing. They are fetched as they are read. @throws AppError `storage_unavailable`
   */
  listFiles(folder: MediaFolder, after?: string): AsyncIterable<ListedFile>;
  /** Where clients fetch the file: an address that stays the same. */
  url(key: string): string;
  /**
   * Where to send a client that came to `url`: an address of the backend that works for hours. Null: the file is to be
   * had through us. @throws AppError `storage_unavailable`
   */
  temporaryUrl(key: string): Promise<string | null>;
  /**
   * Where a client may put a file itself, once and of exactly this size, for so many seconds. Null: nowhere; files are
   * to come through us. @throws AppError `storage_unavailable`
   */
  uploadUrl(key: string, sizeBytes: number, seconds: number): Promise<SignedUpload | null>;
}

/** A request that a client makes of a backend: the headers are signed, so they are to be sent as they are. */
export interface SignedUpload {
  method: 'PUT';
  url: string;
  headers: Record<string, string>;
}

const CONTENT_TYPES = {
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  mkv: 'video/x-matroska',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
} as const satisfies Record<MediaExtension, string>;

const VIDEO_EXTENSIONS = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'video/x-matroska': 'mkv',
} as const satisfies Record<string, VideoExtension>;

/** The media types of videos. */
export type VideoType = keyof typeof VIDEO_EXTENSIONS;
export const VIDEO_TYPES = ['video/mp4', 'video/webm', 'video/quicktime', 'video/x-matroska'] as const;

/** The extension of a video of this type. */
export const videoExtension = (type: VideoType): VideoExtension => VIDEO_EXTENSIONS[type];

/** The media type of a video with this extension. */
export const mediaTypeOf = (extension: VideoExtension): VideoType => CONTENT_TYPES[extension];

/** The media type of a key, by the extension that we gave it. */
export function contentTypeOf(key: string): string {
  const extension = key.slice(key.lastIndexOf('.') + 1);
  return Object.entries(CONTENT_TYPES).find(([name]) => name === extension)?.[1] ?? 'application/octet-stream';
}

/** A new key, never used before: names are generated, so nothing of a client's file name reaches a path. */
export function newFileKey(kind: MediaKind, arContentId: Id, extension: MediaExtension): string {
  return `${kind}/${arContentId}/${randomUUID()}.${extension}`;
}

/** What a key looks like: below one of the two folders, no hidden names, no way up. */
export const FILE_KEY = /^(?:videos|thumbnails)(?:\/(?:\w|-)(?:\w|\.|-)*)+$/;

/** Whether the text can be a key. */
export function isFileKey(text: string): boolean {
  return FILE_KEY.test(text);
}

/** Writes all that a stream gives into a file, and finishes it. @throws AppError as `write`, and what the stream throws */
export async function writeFrom(source: Readable, target: PendingFile): Promise<WrittenFile> {
  for await (const bytes of source) {
    if (Buffer.isBuffer(bytes)) await target.write(bytes);
  }
  return target.finish();
}
