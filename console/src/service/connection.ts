import { useSyncExternalStore } from 'react';

/** What a proxy answers while the service behind it is away. */
const AWAY = new Set([502, 503, 504]);

let lostSince: number | null = null;
const listeners = new Set<() => void>();

function setLost(isLost: boolean): void {
  if (isLost === (lostSince !== null)) return;
  lostSince = isLost ? Date.now() : null;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Sends a request, for answers in the language of the page, and notes whether the service is there. */
export async function watchedFetch(request: Request): Promise<Response> {
  request.headers.set('accept-language', document.documentElement.lang);
  try {
    const response = await fetch(request);
    setLost(AWAY.has(response.status));
    return response;
  } catch (error) {
    // Whoever left the page or typed on has learnt nothing about the connection.
    if (!request.signal.aborted) setLost(true);
    throw error;
  }
}

/** Since when the service cannot be reached, by the clock of this machine in epoch milliseconds; null: it can. */
export const useLostSince = (): number | null => useSyncExternalStore(subscribe, () => lostSince);

// The browser often knows before anything is asked.
window.addEventListener('offline', () => setLost(true));
