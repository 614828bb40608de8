import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createBufferReleaser } from '../../../src/api/uploads/buffer-releaser.js';
import { AppError } from '../../../src/domain/errors.js';
import { MARKER } from '../../../src/storage/folder-marker.js';
import { LocalStorage } from '../../../src/storage/local-storage.js';
import { createVideoMeasurer } from '../../../src/storage/measure-video.js';
import { checkThumbnail, MAX_THUMBNAIL_BYTES } from '../../../src/storage/thumbnail.js';
import { eventually } from '../../support/eventually.js';
import { fixture, freeBoxHeader, temporaryFolder } from '../../support/videos.js';
import { assertEach } from '../../support/assert-each.js';
import { type MediaServer, type ReceivingParts, startMediaServer } from '../delivery/media-server.js';

const LIMIT = 200_000;
const BOUNDARY = 'x-boundary';
const CLOSING = `\r\n--${BOUNDARY}--\r\n`;

describe('receiving an upload', () => {
  const measurer = createVideoMeasurer();
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let tools: ReceivingParts;
  let server: MediaServer;
  let video: Buffer;
  beforeEach(async () => {
    folder = await temporaryFolder();
    tools = {
      storage: await LocalStorage.make({ basePath: folder.path, baseUrl: '/media/1' }),
      measurer,
      checkThumbnail,
      maxUploadBytes: LIMIT,
      maxThumbnailBytes: MAX_THUMBNAIL_BYTES,
      idleTimeoutMs: 60_000,
      onReceived: createBufferReleaser(),
    };
    server = await startMediaServer(tools, folder.path);
    video = await fixture('faststart.mp4');
  });
  afterEach(async () => {
    await server.close();
    await folder.remove();
  });
  after(() => measurer.close());

  const form = (entries: [string, string | Blob, string?][]) => {
    const data = new FormData();
    for (const [name, value, fileName] of entries) {
      if (typeof value === 'string') data.append(name, value);
      else data.append(name, value, fileName ?? 'video.mp4');
    }
    return data;
  };
  const post = async (body: string | FormData, headers: Record<string, string> = {}, query = '') => {
    const answer = await fetch(`${server.origin}/upload${query}`, { method: 'POST', body, headers });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  const files = async () => {
    const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name !== MARKER);
    return files.map((entry) => join(entry.parentPath, entry.name));
  };
  const eventuallyNoFiles = () => eventually(async () => assert.deepEqual(await files(), []));

  it('receives the video with its fields, before and after it', async () => {
    const { status, body } = await post(
      form([
        ['title', 'Über uns'],
        ['file', new Blob([video])],
        ['activate', '1'],
      ]),
    );
    assert.equal(status, 201);
    assert.deepEqual(body.fields, { title: 'Über uns', activate: '1' });
    const { key, ...rest } = body.video;
    assert.match(key, /^videos\/7\/[0-9a-f-]{36}\.mp4$/);
    const sha256 = createHash('sha256').update(video).digest('hex');
    assert.deepEqual(rest, {
      size_bytes: video.length,
      sha256,
      duration: 2,
      width: 160,
      height: 120,
      rotation: 0,
      codecs: 'avc1.64000a',
      has_alpha: false,
      playable_in: ['chrome', 'firefox', 'safari', 'android', 'ios'],
      video_codec: 'avc',
      audio_codec: null,
      bit_rate: video.length * 4,
      frame_rate: 15,
      mime_type: 'video/mp4',
    });
    assert.equal(body.thumbnail, null);
    assert.deepEqual(await files(), [join(folder.path, key)]);
  });

  it('receives a thumbnail beside it', async () => {
    const { body } = await post(
      form([
        ['thumbnail', new Blob([await fixture('picture.webp')]), 'a.exe'],
        ['file', new Blob([video])],
      ]),
    );
    assert.match(body.thumbnail.key, /^thumbnails\/7\/[0-9a-f-]{36}\.webp$/);
    assert.equal(body.thumbnail.mime_type, 'image/webp');
    assert.equal((await files()).length, 2);
  });

  it('takes an empty thumbnail for none', async () => {
    const { body } = await post(
      form([
        ['thumbnail', new Blob([]), ''],
        ['file', new Blob([video])],
      ]),
    );
    assert.equal(body.thumbnail, null);
    assert.equal((await files()).length, 1);
  });

  it('removes the files again when the caller aborts after the commit', async () => {
    assert.equal(
      (
        await post(
          form([
            ['file', new Blob([video])],
            ['thumbnail', new Blob([await fixture('picture.png')])],
          ]),
          {},
          '?abort=1',
        )
      ).status,
      201,
    );
    await eventuallyNoFiles();
  });

  it('lets nothing of a file name reach a path', async () => {
    for (const name of ['../../x.mp4', '..\\..\\x.mp4', '/etc/cron.d/x', 'a\0b.mp4', '.mp4']) {
      const { status, body } = await post(form([['file', new Blob([video]), name]]));
      assert.equal(status, 201);
      assert.match(body.video.key, /^videos\/7\/[0-9a-f-]{36}\.mp4$/);
    }
    assertEach(await files(), (path) => path.startsWith(join(folder.path, 'videos', '7')));
  });

  it('believes the content and not the declared type of a part', async () => {
    const lying = await post(form([['file', new Blob([await fixture('vp9.webm')], { type: 'text/plain' }), 'x.txt']]));
    assert.equal(lying.body.video.mime_type, 'video/webm');
    const textFile = await post(form([['file', new Blob(['hello'], { type: 'video/mp4' }), 'x.mp4']]));
    assert.equal(textFile.status, 415);
    assert.equal((await files()).length, 1);
  });

  it('names all faulty fields', async () => {
    const entries: [string, string | Blob][] = [
      ['colour', 'red'],
      ['title', 'a'],
      ['title', 'b'],
      ['activate', 'x'.repeat(9_000)],
      ['extra', new Blob([video])],
    ];
    const { status, body } = await post(form(entries));
    assert.equal(status, 422);
    assert.deepEqual(
      body.fields.map(({ field, message }: { field: string; message: string }) => `${field} ${message}`).toSorted(),
      [
        'activate must be at most 8192 bytes',
        'colour is not a field of this request',
        'extra is not a field of this request',
        'file is required: the video',
        'title must be given once',
      ],
    );
    const twice = await post(
      form([
        ['file', new Blob([video])],
        ['file', new Blob([video])],
      ]),
    );
    assert.deepEqual(twice.body.fields, [{ field: 'file', message: 'must be given once', code: 'invalid' }]);
    await eventuallyNoFiles();
  });

  const refused: [string, () => Promise<FormData>, number][] = [
    ['an empty file', async () => form([['file', new Blob([])]]), 422],
    ['a cut-off video', async () => form([['file', new Blob([video.subarray(0, 5_000)])]]), 422],
    ['sound alone', async () => form([['file', new Blob([await fixture('audio-only.mp4')])]]), 415],
    [
      'a text as thumbnail',
      async () =>
        form([
          ['file', new Blob([video])],
          ['thumbnail', new Blob(['hi'])],
        ]),
      415,
    ],
    [
      'half a thumbnail',
      async () =>
        form([
          ['file', new Blob([video])],
          ['thumbnail', new Blob([(await fixture('picture.png')).subarray(0, 900)])],
        ]),
      422,
    ],
    [
      'a thumbnail over its limit',
      async () =>
        form([
          ['file', new Blob([video])],
          ['thumbnail', new Blob([Buffer.alloc(MAX_THUMBNAIL_BYTES + 1)])],
        ]),
      413,
    ],
  ];
  for (const [what, body, status] of refused) {
    it(`refuses ${what} and leaves nothing`, async () => {
      assert.equal((await post(await body())).status, status);
      await eventuallyNoFiles();
    });
  }

  it('refuses what is not multipart, or has no boundary, or too many parts', async () => {
    assert.equal((await post('{}', { 'Content-Type': 'application/json' })).status, 415);
    assert.equal((await post('x', { 'Content-Type': 'multipart/form-data' })).status, 400);
    assert.equal((await post(form(Array.from({ length: 60 }, (_, index) => [`f${index}`, '1'])))).status, 400);
  });

  it('passes on that the disk is full', async () => {
    const { storage } = tools;
    const full = new AppError('storage_full', 'The storage is full.');
    const beginUpload = async () => {
      const pending = await storage.beginUpload();
      pending.write = () => Promise.reject(full); // The real full disk is in local-storage.test.
      return pending;
    };
    tools.storage = Object.assign(Object.create(storage), { beginUpload });
    assert.equal((await post(form([['file', new Blob([video])]]))).status, 507);
    await eventuallyNoFiles();
  });

  describe('on a raw socket', () => {
    const part = (name: string) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="v.mp4"\r\n\r\n`;
    const send = async (length: number | 'chunked', ...chunks: (string | Buffer)[]): Promise<Socket> => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      const framing = length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
      socket.write(
        `POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\n${framing}\r\n\r\n`,
      );
      for (const chunk of chunks) socket.write(chunk);
      await pause(20);
      return socket;
    };
    const statusOf = async (socket: Socket) => {
      const [start]: unknown[] = await once(socket, 'data');
      return Number(/^HTTP\/1\.1 (\d+)/.exec(String(start))?.[1]);
    };

    it('refuses by Content-Length before anything is read', async () => {
      assert.equal(await statusOf(await send(10 ** 12)), 413);
    });

    it('answers 413 while the client still sends, without Content-Length', async function () {
      this.timeout(15_000);
      const socket = await send('chunked');
      const chunk = (bytes: string | Buffer) => {
        const length = Buffer.byteLength(bytes).toString(16);
        socket.write(`${length}\r\n`);
        socket.write(bytes);
        socket.write('\r\n');
      };
      const answer = statusOf(socket);
      chunk(part('file'));
      for (let sent = 0; sent < 100 && socket.bytesRead === 0; sent += 1) {
        chunk(Buffer.alloc(10_000));
        await pause(1);
      }
      assert.equal(await answer, 413);
      await eventuallyNoFiles();
    });

    it('answers 413 to a client that reads only when it has sent everything', async () => {
      const body = Buffer.alloc(4_000_000);
      const head = part('file');
      const socket = await send(head.length + body.length + CLOSING.length, head, body, CLOSING);
      await pause(100);
      assert.equal(await statusOf(socket), 413);
      await eventuallyNoFiles();
    });

    it('leaves nothing when the connection is cut in mid-upload', async () => {
      const socket = await send(100_000, part('file'), video);
      await eventually(async () => assert.equal((await files()).length, 1));
      socket.destroy();
      await eventuallyNoFiles();
    });

    it('leaves nothing when the client falls silent', async () => {
      tools.idleTimeoutMs = 50;
      const socket = await send(100_000, part('file'), video);
      assert.equal(await statusOf(socket), 400);
      await eventuallyNoFiles();
    });

    it('refuses a body that ends early, inside a part or before it', async () => {
      for (const body of [
        Buffer.concat([Buffer.from(part('file')), video]),
        Buffer.from(`--${BOUNDARY}\r\n`),
        Buffer.from('nonsense'),
      ]) {
        assert.equal(await statusOf(await send(body.length, body)), 400);
      }
      await eventuallyNoFiles();
    });

    for (const bytes of [17_000, 300_000]) {
      it(`goes on after a part of ${bytes} bytes that says no name`, async () => {
        const unnamed = Buffer.concat([Buffer.from(`--${BOUNDARY}\r\nX: y\r\n\r\n`), Buffer.alloc(bytes, 'x')]);
        const alone = Buffer.concat([unnamed, Buffer.from(CLOSING)]);
        assert.equal(await statusOf(await send(alone.length, alone)), 422);
        const before = Buffer.concat([unnamed, Buffer.from(`\r\n${part('file')}`), video, Buffer.from(CLOSING)]);
        assert.equal(await statusOf(await send(before.length, before)), 201);
      });
    }

    it('refuses a body that Content-Length cuts off', async () => {
      const body = Buffer.concat([Buffer.from(part('file')), video, Buffer.from(CLOSING)]);
      assert.equal(await statusOf(await send(body.length - 100, body)), 400);
      await eventuallyNoFiles();
    });

    it('receives a video byte by byte as well as at once', async () => {
      const padding = freeBoxHeader(1_000);
      const body = Buffer.concat([Buffer.from(part('file')), video, padding, Buffer.alloc(992), Buffer.from(CLOSING)]);
      const socket = await send(body.length);
      socket.setNoDelay(true);
      for (let at = 0; at < body.length; at += 97) {
        socket.write(body.subarray(at, at + 97));
        await pause(0);
      }
      assert.equal(await statusOf(socket), 201);
    });
  });
});
