import { LocalStorage } from '../../src/storage/local-storage.js';

// Run as a child process by `local-storage.test`, which kills it: an upload that never ends.
const [, , basePath = ''] = process.argv;
const storage = await LocalStorage.make({ basePath, baseUrl: '/media/1' });
const pending = await storage.beginUpload();
await pending.write(Buffer.alloc(100_000, 1));
process.stdout.write(pending.localPath);
setInterval(() => undefined, 1_000);
