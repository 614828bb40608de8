import { open } from 'node:fs/promises';

/** Makes the names in a folder durable: without this, a crash after a rename may lose the file's name. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows refuses to open folders; NTFS journals the rename itself.
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
