import { Readable } from 'node:stream';
import { s3Credentials, s3Settings } from '../../src/storage/connection-settings.js';
import { S3Store } from '../../src/storage/s3-store.js';
import { newFileKey } from '../../src/storage/video-storage.js';

/** Begins an upload to S3 in parts, says its key once some have arrived, and never ends. To be killed. */
const given = JSON.parse(process.argv[2] ?? '{}');
const store = new S3Store(s3Settings.parse(given.settings), s3Credentials.parse(given.credentials));
const key = newFileKey('videos', 7, 'mp4');

async function* endless(): AsyncGenerator<Buffer> {
  for (let piece = 0; piece < 24; piece += 1) yield Buffer.alloc(1024 * 1024);
  process.stdout.write(`${key}\n`);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}

const facts = { sizeBytes: 100_000_000, contentType: 'video/mp4' };
await store.put(key, Readable.from(endless(), { objectMode: false }), facts, new AbortController().signal);
