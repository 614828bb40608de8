import assert from 'node:assert/strict';
import { createLogger, type Logger } from '../../src/config/logger.js';

describe('the logger', () => {
  let text: string;
  const destination = { write: (chunk: string) => void (text += chunk) };
  beforeEach(() => {
    text = '';
  });

  function logger(format: 'pretty' | 'json' = 'pretty'): Logger {
    return createLogger({ LOG_LEVEL: 'info', LOG_FORMAT: format }, 'worker', destination);
  }

  /** The pretty lines, without the time in front. */
  const lines = (): string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\[\d\d:\d\d:\d\d\] /, ''));

  it('shows when, how grave, who and what', () => {
    logger().info("rotated content 1 'Portrait' by schedule 3: video 4 -> 5, due 09:00:00.000Z, 12 ms late");
    assert.match(text, /^\[\d\d:\d\d:\d\d\] INFO \(worker\): rotated content 1 'Portrait' by .* 12 ms late\n$/);
  });

  it('shows details behind it', () => {
    logger().info({ request_id: 'r-1', route: null, ids: [1, 2] }, 'PUT /api/videos/1 200');
    assert.deepEqual(lines(), ['INFO (worker): PUT /api/videos/1 200 (request_id=r-1 route=null ids=[1,2])']);
  });

  it('shows the reason of a warning, with its causes, in the same line and once', () => {
    const err = new Error('not sent', { cause: new Error('14 UNAVAILABLE:\n  no connection') });
    logger().warn({ err, path: 'a.mp4' }, 'trying again');
    logger().warn({ error: new Error('no disk') }, 'it failed: no disk');
    assert.deepEqual(lines(), [
      'WARN (worker): trying again: not sent: 14 UNAVAILABLE: no connection (path=a.mp4)',
      'WARN (worker): it failed: no disk',
    ]);
  });

  it('shows the stack of an error', () => {
    logger().error({ err: new TypeError('a bug') }, 'GET / failed');
    const [first, second, third] = lines();
    assert.deepEqual([first, second], ['ERROR (worker): GET / failed', 'TypeError: a bug']);
    assert.match(third ?? '', /^ +at .*logger\.test\.ts/);
    text = '';
    logger().error({ err: 'a string' }, 'failed');
    logger().error({ err: { message: 'no stack' } }, 'failed');
    assert.deepEqual(lines(), ['ERROR (worker): failed', 'ERROR (worker): failed: no stack']);
  });

  it('writes JSON with the process, and errors with their stack', () => {
    logger('json').warn({ err: new Error('no') }, 'hm');
    const line = JSON.parse(text);
    assert.deepEqual([line.process, line.msg, line.err.message], ['worker', 'hm', 'no']);
    assert.match(line.err.stack, /logger\.test/);
  });

  for (const format of ['pretty', 'json'] as const) {
    it(`lets no credentials through (${format})`, () => {
      logger(format).info({ connection: { credentials: 'hidden-1', key: 'hidden-2' } }, 'made');
      assert.doesNotMatch(text, /hidden/);
    });
  }
});
