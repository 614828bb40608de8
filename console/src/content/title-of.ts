import type { Video } from 'ar-video-rotation-client';

/** The title of a video by its id; its number where it is gone. */
export const titleOf = (videos: readonly Video[], id: number): string =>
  videos.find((video) => video.id === id)?.title ?? `#${id}`;
