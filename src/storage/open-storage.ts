import type { z } from 'zod';
import { AppError } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import type { StorageConnection } from '../domain/storage-connection.js';
import {
  gcsCredentials,
  gcsSettings,
  s3Credentials,
  s3Settings,
  yandexDiskCredentials,
  yandexDiskSettings,
} from './connection-settings.js';
import type { DiskReserve } from './disk-reserve.js';
import { GcsStore } from './gcs-store.js';
import { LocalStorage } from './local-storage.js';
import type { ObjectStore } from './object-store.js';
import { RemoteStorage, type RemotePatience, USUAL_PATIENCE } from './remote-storage.js';
import { S3Store } from './s3-store.js';
import type { VideoStorage } from './video-storage.js';
import { YandexDiskStore } from './yandex-disk-store.js';

export interface StorageOpenerOptions {
  /** The folder in which uploads to remote backends are gathered. */
  stagingFolder: string;
  /** The open credentials of a connection. */
  credentialsOf: (connectionId: Id) => Promise<unknown>;
  /** What is left of the disk of a folder. */
  reserveOf: (folder: string) => DiskReserve;
  /** The id of this installation, whose the local folders are. */
  installationOf: () => Promise<string>;
  patience?: RemotePatience;
}

/** Opens the storage of a connection. @throws AppError `storage_unavailable`, `storage_full` */
export type StorageOpener = (connection: StorageConnection) => Promise<VideoStorage>;

/** Opens storages as they are needed, and keeps each for as long as its connection stays as it is. */
export function createStorageOpener(options: StorageOpenerOptions): StorageOpener {
  const opened = new Map<Id, { revision: number; storage: Promise<VideoStorage> }>();
  return (connection) => {
    const { id, revision } = connection;
    const before = opened.get(id);
    if (before?.revision === revision) return before.storage;
    const storage = open(connection, options);
    opened.set(id, { revision, storage });
    storage.catch(() => {
      if (opened.get(id)?.storage === storage) opened.delete(id);
    });
    return storage;
  };
}

async function open(connection: StorageConnection, options: StorageOpenerOptions): Promise<VideoStorage> {
  const { id, provider, base_path: basePath } = connection;
  const baseUrl = `/media/${id}`;
  if (provider === 'local') {
    if (basePath === null) throw new Error(`Storage connection ${id} has no folder.`);
    const installation = await options.installationOf();
    return LocalStorage.open({ basePath, baseUrl, installation, reserve: options.reserveOf(basePath) });
  }
  const { store, prefix, delivery } = await openStore(connection, options);
  const folder = options.stagingFolder;
  const staging = LocalStorage.make({ basePath: folder, baseUrl: '', reserve: options.reserveOf(folder) });
  staging.catch(() => undefined); // Told when a file is begun; reading and deleting need no disk here.
  const beginLocal = async () => (await staging).beginUpload();
  const gatherLocal = async (uploadId: string) => (await staging).gather(uploadId);
  return new RemoteStorage({
    store,
    prefix,
    baseUrl,
    delivery,
    beginLocal,
    gatherLocal,
    patience: options.patience ?? USUAL_PATIENCE,
  });
}

interface OpenedStore {
  store: ObjectStore;
  prefix: string;
  delivery: 'redirect' | 'proxy';
}

async function openStore(
  { id, provider, settings }: StorageConnection,
  { credentialsOf }: StorageOpenerOptions,
): Promise<OpenedStore> {
  const read = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new AppError('storage_unavailable', `Storage connection ${id} is not set up: change it through the API.`);
  };
  if (provider === 's3') {
    const checked = read(s3Settings, settings);
    return { ...checked, store: new S3Store(checked, read(s3Credentials, await credentialsOf(id))) };
  }
  if (provider === 'gcs') {
    const checked = read(gcsSettings, settings);
    return { ...checked, store: new GcsStore(checked, read(gcsCredentials, await credentialsOf(id))) };
  }
  const checked = read(yandexDiskSettings, settings);
  const store = new YandexDiskStore(checked, read(yandexDiskCredentials, await credentialsOf(id)));
  return { ...checked, store, delivery: 'redirect' };
}
