import assert from 'node:assert/strict';
import { linksAfterMove, pathsOf } from '../../src/domain/video-files.js';
import { aVideo } from '../support/builders.js';

describe('the files of a video', () => {
  const whole = aVideo({
    storage_connection_id: 1,
    video_path: 'videos/7/a.mp4',
    video_url: '/media/1/videos/7/a.mp4',
    thumbnail_url: '/media/1/thumbnails/7/b.jpg',
    thumbnails: [
      { width: 320, height: 180, url: '/media/1/thumbnails/7/b.jpg' },
      { width: 640, height: 360, url: '/media/1/thumbnails/7/c.jpg' },
    ],
  });
  const none = aVideo({ storage_connection_id: 1, video_path: null, video_url: null, thumbnail_url: null });

  it('are named each once', () => {
    assert.deepEqual(pathsOf(whole), ['videos/7/a.mp4', 'thumbnails/7/b.jpg', 'thumbnails/7/c.jpg']);
    assert.deepEqual(pathsOf(none), []);
  });

  it('are named in their new place after a move', () => {
    assert.deepEqual(
      linksAfterMove(whole, 2, (path) => `${path}.copy`),
      {
        storage_connection_id: 2,
        video_path: 'videos/7/a.mp4.copy',
        video_url: '/media/2/videos/7/a.mp4.copy',
        thumbnail_url: '/media/2/thumbnails/7/b.jpg.copy',
        thumbnails: [
          { width: 320, height: 180, url: '/media/2/thumbnails/7/b.jpg.copy' },
          { width: 640, height: 360, url: '/media/2/thumbnails/7/c.jpg.copy' },
        ],
      },
    );
    const links = linksAfterMove(none, 2, () => assert.fail('there is no file'));
    assert.deepEqual(
      [links.video_path, links.video_url, links.thumbnail_url, links.thumbnails],
      [null, null, null, []],
    );
  });
});
