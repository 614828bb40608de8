/** What a browser offers to choose: it does not know every kind of video by itself. */
export const VIDEO_FILES = 'video/*,.mp4,.m4v,.mov,.webm,.mkv,.3gp,.3g2,.f4v';
