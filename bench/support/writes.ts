import type { Api } from './installation.js';

const PER_SECOND = 50;

/** Edits a content 50 times a second until it is stopped; an edit that failed is thrown then. */
export function writeSteadily({ request }: Api, videoId: number): () => Promise<number> {
  let count = 0;
  const underWay = new Set<Promise<unknown>>();
  const timer = setInterval(() => {
    count += 1;
    const edit = request('PUT', `/api/videos/${videoId}`, { title: `Spring ${count}` });
    underWay.add(edit);
    edit.then(
      () => underWay.delete(edit),
      () => undefined,
    );
  }, 1_000 / PER_SECOND);
  return async () => {
    clearInterval(timer);
    await Promise.all(underWay);
    return count;
  };
}
