import type { BegunUpload } from 'ar-video-rotation-client/upload';

/** By which an upload is known to other pages of this browser. */
export const nameOf = ({ contentId, fileName, totalBytes }: BegunUpload): string =>
  `upload/${contentId}/${totalBytes}/${fileName}`;

/** Browsers have locks where the page came over TLS, or from this machine. */
const hasLocks = 'locks' in navigator;

/**
 * Tells other pages of this browser that this one is at an upload, as long as it is not over: else they would ask for its
 * file. A page that goes on with its own holds the name twice.
 */
export const holding = <T>(upload: BegunUpload, send: () => Promise<T>): Promise<T> =>
  hasLocks ? navigator.locks.request(nameOf(upload), { mode: 'shared' }, send) : send();

/** What the pages of this browser are at. */
export async function heldNames(): Promise<ReadonlySet<string>> {
  const { held = [] } = hasLocks ? await navigator.locks.query() : {};
  return new Set(held.flatMap(({ name }) => name ?? []));
}
