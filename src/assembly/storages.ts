import { installationId } from '../db/installation.js';
import { createStorageConnections, type StorageConnections } from '../db/storage-connections.js';
import type { Database } from '../db/database.js';
import type { Id } from '../domain/scalars.js';
import { createCredentialsBox, openCredentials, type CredentialsBox } from '../storage/credentials-box.js';
import { DiskReserve, type FreeBytes } from '../storage/disk-reserve.js';
import { createStorageOpener, type StorageOpener } from '../storage/open-storage.js';
import type { RemotePatience } from '../storage/remote-storage.js';
import type { VideoStorage } from '../storage/video-storage.js';

/** The storage connections of an installation, and what opens them. */
export interface Storages {
  connections: StorageConnections;
  box: CredentialsBox;
  /** Opens what lies behind a connection. @throws AppError `storage_unavailable`, `storage_full` */
  open: StorageOpener;
  /** The same, by id. @throws when the connection is gone */
  storageOf(connectionId: Id): Promise<VideoStorage>;
  /** The id of this installation, whose its local folders are. */
  installationOf: () => Promise<string>;
  /** The folder in which files from and to storage elsewhere are gathered. */
  stagingFolder: string;
}

export interface StoragesOptions {
  db: Database;
  /** Keys that credentials are sealed with, the newest first. */
  credentialsKeys: readonly string[];
  stagingFolder: string;
  /** What is left of a disk for other things, in bytes. */
  minFreeDiskBytes: number;
  /** Looks at a disk; tests have disks of their own. */
  freeBytes?: FreeBytes;
  patience?: RemotePatience;
}

/** Puts together what opens the storage connections that the rows name. */
export function createStorages(options: StoragesOptions): Storages {
  const { db, credentialsKeys, minFreeDiskBytes, freeBytes, ...places } = options;
  const connections = createStorageConnections(db);
  const box = createCredentialsBox(credentialsKeys);
  const reserveOf = (folder: string): DiskReserve => new DiskReserve(folder, minFreeDiskBytes, freeBytes);
  const installationOf = keptOnceKnown(() => installationId(db));
  const credentialsOf = openCredentials(connections, box);
  const open = createStorageOpener({ ...places, reserveOf, credentialsOf, installationOf });
  return {
    connections,
    box,
    open,
    storageOf: async (id) => {
      const connection = await connections.findById(id);
      if (connection === null) throw new Error(`Storage connection ${id} is gone.`);
      return open(connection);
    },
    installationOf,
    stagingFolder: options.stagingFolder,
  };
}

/** Asks until there is an answer, and keeps that. */
function keptOnceKnown(ask: () => Promise<string>): () => Promise<string> {
  let known: string | undefined;
  return async () => (known ??= await ask());
}

/** The secret of a webhook, which is sealed as credentials are. @throws AppError when no key fits */
export const webhookSecretIn =
  (box: CredentialsBox) =>
  (sealed: Buffer): string => {
    const opened = box.open(sealed);
    if ('secret' in opened && typeof opened.secret === 'string') return opened.secret;
    throw new Error('The sealed secret of a webhook is not one.');
  };
