import type { ActiveVideo, Problem } from './answers.js';

/** HTTP/1.1 gives a page six connections to a host: streams are to leave it some for videos. */
const MOST_STREAMS = 2;
/** The service sends something every 15 s. */
const SILENCE_MS = 40_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 300_000;

let streams = 0;

/** What a stream tells: what is shown, or that it says nothing any more. */
export interface StreamEvents {
  onActive: (active: ActiveVideo) => void;
  onUnavailable: (problem: Problem) => void;
  onLost: () => void;
}

/** The events of a content; at most two streams of a page, and none while nobody sees it. */
export class LiveStream {
  readonly #url: string;
  readonly #events: StreamEvents;
  #source: EventSource | null = null;
  #heardAt = 0;
  #failures = 0;
  #retryAt = 0;

  constructor(url: string, events: StreamEvents) {
    this.#url = url;
    this.#events = events;
  }

  /** Whether it says, or may be about to say, what is edited. */
  get isOpen(): boolean {
    return this.#source !== null;
  }

  /** Opens it, unless it is open, or may not be. */
  open(): void {
    if (this.#source || streams >= MOST_STREAMS || document.hidden) return;
    streams += 1;
    const source = new EventSource(this.#url);
    this.#source = source;
    this.#heardAt = performance.now();
    const hear = (): void => {
      this.#heardAt = performance.now();
      this.#failures = 0;
    };
    for (const name of ['active-video', 'unavailable', 'beat']) source.addEventListener(name, hear);
    source.addEventListener('active-video', ({ data }) => this.#events.onActive(JSON.parse(data)));
    source.addEventListener('unavailable', ({ data }) => this.#events.onUnavailable(JSON.parse(data)));
    // Tried again by us: thousands that lost a server must not come back in the same second.
    source.addEventListener('error', () => this.#lose());
  }

  close(): void {
    if (!this.#source) return;
    this.#source.close();
    this.#source = null;
    streams -= 1;
  }

  /** To be called every few seconds: notes silence, and opens it again when it is time. */
  look(): void {
    const now = performance.now();
    if (this.#source && now - this.#heardAt > SILENCE_MS) this.#lose();
    else if (now >= this.#retryAt) this.open();
  }

  #lose(): void {
    this.close();
    const longestMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LONGEST_RETRY_MS);
    this.#failures += 1;
    this.#retryAt = performance.now() + longestMs * (0.5 + Math.random() / 2);
    this.#events.onLost();
  }
}
