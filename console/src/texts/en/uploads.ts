import { number } from './count';

/** Files on their way to become videos. */
export const uploads = {
  uploads: {
    title: 'Uploads',
    files: (count: number) => (count === 1 ? '1 file' : `${number(count)} files`),
    underWay: (files: string, share: string) => `${files} on the way, ${share}`,
    clear: 'Clear what is done',
    fold: 'Fold',
    unfold: 'Unfold',
    progress: (file: string) => `How much of ${file} is sent`,
    left: (duration: string) => `${duration} left`,
    statuses: {
      queued: 'Waits until another one is sent',
      processing: 'Sent',
      ready: 'Ready',
      failed: 'There is no video of it.',
    },
    paused: (share: string) => `Paused at ${share}`,
    waiting: (share: string) => `No connection, at ${share}. It goes on by itself.`,
    unfinished: (share: string) => `Choose the same file to go on at ${share}`,
    faults: {
      no_video: 'It is not a video.',
      empty: 'The file is empty.',
      unreadable: 'The file cannot be read. Was it changed, moved or removed? Choose it again.',
    },
    pause: 'Pause',
    goOn: 'Go on',
    retry: 'Try again',
    dismiss: 'Dismiss',
    cancel: 'Give up',
    cancelTitle: (file: string) => `Give up the upload of ${file}?`,
    cancelHint: 'What is sent of it is removed, and would have to be sent again.',
    cancelIt: 'Give it up',
    chooseAgain: 'Choose the file',
    anotherFile: (file: string) => `This is not the file ${file} that was begun.`,
    told: {
      ready: (title: string) => `${title} is ready to be shown.`,
      failed: (title: string) => `${title} cannot be shown.`,
    },
    add: 'Add videos',
    drop: 'or drop files here',
    dropNow: 'Drop the files to upload them',
    kinds: 'MP4, MOV, WebM or Matroska. What is sent goes on across pages and lost connections.',
  },
};
