import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { Readable } from 'node:stream';
import express, { type ErrorRequestHandler } from 'express';
import { portOf } from '../../../src/api/http/http-server.js';
import { deliverFile } from '../../../src/api/delivery/deliver-file.js';
import { AppError } from '../../../src/domain/errors.js';

describe('delivering a file whose backend fails', () => {
  let server: Server;
  let read: () => Promise<Readable>;
  const file = { name: 'a.mp4', contentType: 'video/mp4', sizeBytes: 10_000, modifiedAt: null };
  before((done) => {
    const app = express();
    app.get('/', (req, res) => deliverFile(req, res, { ...file, read: () => read() }));
    const onError: ErrorRequestHandler = (error, _req, res, _next) => void res.status(503).json({ code: error.code });
    app.use(onError);
    server = createServer(app).listen(0, '127.0.0.1', done);
  });
  after(() => void server.close());

  const get = (range?: string) =>
    fetch(`http://127.0.0.1:${portOf(server)}/`, { headers: range === undefined ? {} : { range } });
  const away = () => new AppError('storage_unavailable', 'It is away.');
  function* breaking() {
    yield Buffer.alloc(100);
    throw away();
  }

  for (const range of [undefined, 'bytes=0-99', 'bytes=0-99,5000-5099']) {
    it(`tells it as long as nothing was sent: ${range ?? 'the whole'}`, async () => {
      read = () => Promise.reject(away());
      const refused = await get(range);
      assert.deepEqual([refused.status, await refused.json()], [503, { code: 'storage_unavailable' }]);
      assert.equal(refused.headers.get('cache-control'), null);
    });
  }

  it('tells that it cannot be read when the first bytes do not come', async () => {
    read = async () =>
      new Readable({
        read: (): void => {
          throw new Error('EIO');
        },
      });
    assert.equal((await get()).status, 503);
  });

  it('cuts the answer off when it fails in the middle', async () => {
    read = async () => Readable.from(breaking());
    await assert.rejects(async () => (await get()).arrayBuffer());
  });

  it('cuts the answer off when a later range cannot be read', async () => {
    let reads = 0;
    read = async () => {
      reads += 1;
      if (reads > 1) throw away();
      return Readable.from([Buffer.alloc(100)]);
    };
    await assert.rejects(async () => (await get('bytes=0-99,5000-5099')).arrayBuffer());
    assert.equal(reads, 2);
  });
});
