import { must } from '../domain/must.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';

/** How to read off what most edits answer with: the state of a content that is still there. */
export const committedState = (after: ContentState | null): ContentState => must(after, 'the content of an edit');

/** How to read a video off the state as committed. */
export const videoOf =
  (videoId: Id) =>
  (after: ContentState | null): Video =>
    must(
      after?.videos.find(({ id }) => id === videoId),
      `video ${videoId} in its content's state`,
    );
