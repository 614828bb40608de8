import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import { commonHeaders } from '../../src/api/http/common-headers.js';
import { Lane } from '../../src/concurrency/lane.js';
import { isKnown } from '../../src/reading/content-cache.js';
import { writeActiveVideo } from '../../src/api/public-read/active-video-answer.js';
import { openCache } from '../../src/reading/open-cache.js';
import { answerFrom } from '../../src/api/public-read/read-answer.js';
import { createArContents } from '../../src/db/ar-contents.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { openDatabase } from '../../src/db/database.js';

// Fastify with our cache behind it: the same answers, the same headers, another framework in front.

const [, , url = '', baseUrl = ''] = process.argv;
const db = openDatabase({ url, poolSize: 5, applicationName: 'bench-fastify' });
const clock = new DatabaseClock();
await clock.start(db);
const quiet = { info: () => undefined, warn: () => undefined };
const feed = { url, applicationName: 'bench-fastify-feed', log: quiet };
const { cache } = openCache({
  arContents: createArContents(db),
  write: writeActiveVideo,
  clock,
  maxBytes: 64 * 1024 ** 2,
  lane: new Lane({ sliceMs: 5, share: 0.25, maxWaiting: 1_000 }),
  onBacklog: () => undefined,
  feed,
});
const common = commonHeaders();

const app = fastify();
app.get<{ Params: { id: string } }>('/api/ar/:id/active-video', async (request, reply) => {
  const reading = await cache.read(request.params.id);
  if (!isKnown(reading)) return reply.code(404).send();
  const context = { maxAgeMs: 5_000, vary: null };
  const asked = { baseUrl, ifNoneMatch: request.headers['if-none-match'] };
  const { status, headers, bytes } = answerFrom(reading, context, asked);
  const all = [...common, ...headers, 'X-Request-Id', randomUUID()];
  for (let i = 0; i + 1 < all.length; i += 2) reply.header(all[i] ?? '', all[i + 1] ?? '');
  return reply.code(status).send(bytes);
});
console.log(`ready ${await app.listen({ port: 0, host: '127.0.0.1' })}`);
