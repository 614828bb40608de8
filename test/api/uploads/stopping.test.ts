import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { portFault } from '../../../src/runtime/ports.js';
import { startApiProcess } from '../../fuzz/api-process.js';
import { eventually } from '../../support/eventually.js';
import { fixture } from '../../support/videos.js';

/** As slow as a phone: the upload takes longer than any process would wait without being told to. */
const PIECES = 15;
const PAUSE_MS = 100;

describe('an API process that is told to stop', function () {
  this.timeout(60_000);

  it('takes no new connections, and lets an upload that has begun come to its end', async () => {
    // What `npm start` gives each process of its own SHUTDOWN_TIMEOUT, which is 8 s.
    const api = await startApiProcess({ SHUTDOWN_TIMEOUT: '5200ms' });
    const [contentId] = await api.makeContents(1);
    const boundary = 'piece';
    const upload = request(`${api.url}/api/ar-content/${contentId}/videos`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${api.key}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        expect: '100-continue',
      },
    });
    const answered = once(upload, 'response');
    upload.flushHeaders();
    // It has begun for the API, too, however long the connection took.
    await once(upload, 'continue');
    upload.write(`--${boundary}\r\nContent-Disposition: form-data; name="title"\r\n\r\nSlow\r\n`);
    upload.write(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n`);
    upload.write('Content-Type: video/mp4\r\n\r\n');
    const video = await fixture('faststart.mp4');
    const size = Math.ceil(video.length / PIECES);
    upload.write(video.subarray(0, size));

    const stopped = api.stop();
    const { port } = new URL(api.url);
    await eventually(async () => assert.equal(await portFault('127.0.0.1', Number(port)), undefined));
    for (let at = size; at < video.length; at += size) {
      upload.write(video.subarray(at, at + size));
      await delay(PAUSE_MS);
    }
    upload.end(`\r\n--${boundary}--\r\n`);
    const [answer] = await answered;
    assert.equal(answer.statusCode, 201);
    answer.resume();
    await stopped;
  });
});
