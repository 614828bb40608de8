import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BoundedFile, VideoFault } from '../../src/storage/bounded-file.js';
import { checkWebm } from '../../src/storage/check-webm.js';
import { seededRandom, temporaryFolder } from '../support/videos.js';

/** An element with a known size of at most 126 bytes, or with an unknown one, as live recordings have. */
const element = (id: number[], content: Buffer, isOpen = false) =>
  Buffer.concat([Buffer.from([...id, isOpen ? 0xff : 0x80 | content.length]), content]);
const EBML = element([0x1a, 0x45, 0xdf, 0xa3], Buffer.alloc(0));
const TRACKS = element([0x16, 0x54, 0xae, 0x6b], Buffer.from([0xec, 0x80]));
const block = (timestamp: number) => Buffer.from([0x81, 0, timestamp, 0x80, 1, 2, 3]);
const group = (timestamp: number) =>
  element([0xa0], Buffer.concat([element([0x9b], Buffer.from([1])), element([0xa1], block(timestamp))]));
const cluster = (seconds: number, ...blocks: Buffer[]) =>
  element(
    [0x1f, 0x43, 0xb6, 0x75],
    Buffer.concat([element([0xe7], Buffer.from([(seconds * 1000) >> 8, (seconds * 1000) & 0xff])), ...blocks]),
    true,
  );
const info = (seconds: number) => {
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE(seconds * 1000);
  return element([0x15, 0x49, 0xa9, 0x66], element([0x44, 0x89], duration));
};
const closed = (block: Buffer) => element([0x1f, 0x43, 0xb6, 0x75], block);
const UNKNOWN = element([0x16, 0x54, 0xae, 0x6c], Buffer.alloc(2));
const seekHead = (position: number) =>
  element([0x11, 0x4d, 0x9b, 0x74], element([0x4d, 0xbb], element([0x53, 0xac], Buffer.from([position]))));
const draw = seededRandom(7);
const random = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => draw(256)));
const segment = (...content: Buffer[]) =>
  Buffer.concat([EBML, element([0x18, 0x53, 0x80, 0x67], Buffer.concat(content), true)]);

describe('checking a live WebM, all sizes unknown', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => (folder = await temporaryFolder()));
  after(() => folder.remove());

  const check = async (bytes: Buffer) => {
    const path = join(folder.path, 'case');
    await writeFile(path, bytes);
    const file = new BoundedFile(path);
    try {
      checkWebm(file);
    } finally {
      file.close();
    }
  };

  it('takes a picture that is held longer than its last frame says', async () => {
    await check(segment(info(9), TRACKS, cluster(0, group(0), group(40))));
  });

  it('takes what was appended, whether a cluster or the segment is open', async () => {
    const live = segment(TRACKS, cluster(0, group(0)), cluster(1, group(0)));
    const tails = [
      Buffer.alloc(1),
      Buffer.alloc(4_096),
      Buffer.from('ID3\x04'),
      Buffer.from('TAG appended'),
      random(500),
    ];
    for (const tail of tails) await check(Buffer.concat([live, tail]));
    const known = Buffer.concat([EBML, element([0x18, 0x53, 0x80, 0x67], Buffer.concat([TRACKS, closed(group(0))]))]);
    for (const tail of tails) await check(Buffer.concat([known, tail]));
  });

  it('takes blocks alone and in groups, with or without a declared duration', async () => {
    await check(segment(TRACKS, cluster(0, group(0), group(40)), cluster(1, element([0xa3], block(0)))));
    await check(segment(info(3), TRACKS, cluster(0, group(0)), cluster(1, group(0), group(40))));
  });

  const faults: [string, Buffer, RegExp][] = [
    [
      'a part that is named and not there',
      segment(seekHead(90), TRACKS, cluster(0, group(0))),
      /a part begins at byte/,
    ],
    ['no list of tracks', segment(cluster(0, group(0))), /list of tracks/],
    ['no frames', segment(TRACKS), /no frames/],
    ['an empty last cluster', segment(TRACKS, cluster(0, group(0)), cluster(1)), /no frames/],
    ['a group cut short', segment(TRACKS, cluster(0, group(0)), cluster(1, group(0).subarray(0, 6))), /cut off/],
    ['a cut in an element header', segment(TRACKS, cluster(0, group(0)), Buffer.from([0x1f, 0x43])), /cut off/],
    [
      'an unknown part of a file that says where it ends',
      Buffer.concat([EBML, element([0x18, 0x53, 0x80, 0x67], Buffer.concat([TRACKS, UNKNOWN, closed(group(0))]))]),
      /no known part/,
    ],
    ['zeros before the first frame', segment(TRACKS, Buffer.alloc(20), cluster(0, group(0))), /no element/],
    ['a list of unknown size', segment(TRACKS, element([0x1c, 0x53, 0xbb, 0x6b], Buffer.alloc(0), true)), /no size/],
    ['another second element', Buffer.concat([EBML, TRACKS]), /header is damaged/],
  ];
  for (const [what, bytes, message] of faults) {
    it(`refuses ${what}`, () =>
      assert.rejects(check(bytes), (error) => error instanceof VideoFault && message.test(error.message)));
  }
});
