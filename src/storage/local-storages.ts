import { LocalStorage } from './local-storage.js';

/** The local storage of a connection. */
export type LocalStorageOf = (connectionId: number, basePath: string) => Promise<LocalStorage>;

/**
 * Opens local storages as they are needed; one object a connection and folder, as it knows which unfinished files are
 * its own. One that cannot be opened is tried again the next time.
 */
export function createLocalStorages(): LocalStorageOf {
  const opened = new Map<string, Promise<LocalStorage>>();
  return (id, basePath) => {
    const name = `${id} ${basePath}`;
    const storage = opened.get(name) ?? LocalStorage.open({ basePath, baseUrl: `/media/${id}` });
    opened.set(name, storage);
    storage.catch(() => opened.delete(name));
    return storage;
  };
}
