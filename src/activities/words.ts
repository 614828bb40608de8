import type { ContentState, Id, Instant } from '../domain/types.js';

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
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  const seconds = part('second') === '00' ? '' : `:${part('second')}`;
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}${seconds} ${timeZone}`;
}
