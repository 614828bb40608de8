import { segmentAt } from '../domain/recurrence/time-zone.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id, Instant } from '../domain/scalars.js';

/** The server takes 400 bytes of summary; a title may be longer than that. */
const TITLE_LENGTH_MAX = 40;

/** A title within quotes, on one line and not too long. */
function quoted(title: string): string {
  const characters = Array.from(title.replace(/\s+/g, ' ').trim());
  const short = characters.length > TITLE_LENGTH_MAX ? [...characters.slice(0, TITLE_LENGTH_MAX - 1), '…'] : characters;
  return `'${short.join('')}'`;
}

/** A video as operators read it: `video 12 'Spring'`. */
export function videoInWords({ videos }: ContentState, videoId: Id): string {
  const video = videos.find(({ id }) => id === videoId);
  return video === undefined ? `video ${videoId}` : `video ${videoId} ${quoted(video.title)}`;
}

/** An AR content as operators read it. */
export const contentInWords = ({ arContent }: ContentState): string =>
  `AR content ${arContent.id} ${quoted(arContent.title)}`;

/** An instant on the clocks of a zone: `2026-11-22 09:00 Europe/Berlin`. Seconds are told only when there are some. */
export function instantInWords(instant: Instant, timeZone: string): string {
  const wall = new Date(instant + segmentAt(timeZone, instant).offset).toISOString();
  const seconds = wall.slice(17, 19) === '00' ? '' : wall.slice(16, 19);
  return `${wall.slice(0, 10)} ${wall.slice(11, 16)}${seconds} ${timeZone}`;
}
