import { VideoFault } from './bounded-file.js';
import type { VideoAnswer, VideoTask } from './measure-video.js';
import { moveIndexToFront } from './move-index.js';
import { readVideo } from './read-video.js';

// The process that opens untrusted videos: one task at a time, killed by `measure-video` when one takes too long. It ends
// when its parent closes the channel or dies. Signals meant for the parent's whole group must not spoil an upload that
// the parent still finishes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('message', (task: VideoTask) => {
  void answer(task).then((message) => process.send?.(message));
});

async function answer({ path, target }: VideoTask): Promise<VideoAnswer> {
  try {
    if (target === undefined) return { outcome: 'measured', measures: await readVideo(path) };
    return { outcome: 'rewritten', isRewritten: await moveIndexToFront(path, target) };
  } catch (error) {
    if (error instanceof VideoFault) return { outcome: error.kind, message: error.message };
    if (error instanceof Error && 'syscall' in error) return { outcome: 'unreadable', message: error.message };
    // Whatever a library throws while it reads a file that passed the sniffing says that the file is damaged.
    return { outcome: 'broken', message: 'it is damaged and cannot be read' };
  }
}
