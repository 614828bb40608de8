import assert from 'node:assert/strict';
import { filesToCopy, takesAlong, type StorageMove } from '../../src/domain/storage-move.js';
import { aVideo, NOON } from '../support/builders.js';

const move = (given: Partial<StorageMove> = {}): StorageMove => ({
  id: 1,
  company_id: 1,
  ar_content_id: null,
  from_connection_id: null,
  to_connection_id: 9,
  status: 'pending',
  problem: null,
  failure_code: null,
  failure_reason: null,
  current_file_id: null,
  revision: 1,
  ended_at: null,
  created_at: NOON,
  updated_at: NOON,
  ...given,
});

describe('a storage move', () => {
  it('takes along what lies elsewhere, or where it is told to look, and no upload', () => {
    const lyingIn = (storage_connection_id: number | null) => aVideo({ storage_connection_id });
    assert.equal(takesAlong(move(), lyingIn(3)), true);
    assert.equal(takesAlong(move(), lyingIn(9)), false);
    assert.equal(takesAlong(move(), lyingIn(null)), false);
    assert.equal(takesAlong(move(), aVideo({ storage_connection_id: 3, status: 'uploading' })), false);
    assert.equal(takesAlong(move({ from_connection_id: 3 }), lyingIn(3)), true);
    assert.equal(takesAlong(move({ from_connection_id: 4 }), lyingIn(3)), false);
  });

  it('copies each file of a video; of the video itself size and hash are known', () => {
    const video = aVideo({ storage_connection_id: 3, size_bytes: 7, thumbnail_url: '/media/3/thumbnails/1/a.jpg' });
    const files = filesToCopy(move(), video);
    assert.deepEqual(
      files.map(({ source_path, size_bytes }) => [source_path, size_bytes]),
      [
        [video.video_path, 7],
        ['thumbnails/1/a.jpg', null],
      ],
    );
    assert.deepEqual(filesToCopy(move(), aVideo({ storage_connection_id: null })), []);
  });
});
