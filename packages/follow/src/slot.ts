import type { Video } from './answers.js';
import { savesData } from './media-files.js';

/** How long after the first, second, ... failure a video is loaded again. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 30_000];
/** What had to wait for long is played from its beginning. */
const PLAYED_S = 0.5;

export interface SlotEvents {
  /** A frame of the video can be seen, if the slot can. */
  onFrame: () => void;
  /** It plays, in front. */
  onPlaying: () => void;
  /** The browser wants a gesture first. */
  onRefused: () => void;
}

function cover(element: HTMLElement): void {
  Object.assign(element.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
}

/** A place for one video: its thumbnail, and the video in its place once a frame is decoded. */
export class Slot {
  readonly element = document.createElement('div');
  readonly video = document.createElement('video');
  readonly #events: SlotEvents;
  #thumbnail = new Image();
  #shown: Video | null = null;
  #isFront = false;
  #isDecoded = false;
  #isMuted = true;
  #address = '';
  /** Counts what was loaded: what an earlier one still says is of no interest. */
  #loads = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(events: SlotEvents) {
    this.#events = events;
    Object.assign(this.video, { muted: true, playsInline: true, loop: true, crossOrigin: 'anonymous' });
    cover(this.element);
    cover(this.video);
    this.video.style.objectFit = 'contain';
    this.video.addEventListener('playing', () => this.#isFront && this.#events.onPlaying());
    this.video.addEventListener('error', () => this.#tryAgain());
    this.element.append(this.video);
    this.#reveal();
  }

  /** The video that it has; null: none. */
  get shown(): Video | null {
    return this.#shown;
  }

  /** Makes a video ready, beginning with its thumbnail; what it had is gone at once. */
  load(video: Video, address: Promise<string | null>, thumbnail: string | null): void {
    this.empty();
    this.#shown = video;
    this.#thumbnail = new Image();
    this.#thumbnail.alt = '';
    cover(this.#thumbnail);
    this.#thumbnail.style.objectFit = 'contain';
    this.#thumbnail.crossOrigin = 'anonymous';
    if (thumbnail !== null) this.#thumbnail.src = thumbnail;
    this.element.prepend(this.#thumbnail);
    this.#reveal();
    void this.#start(address);
  }

  /** Shows what it has, from its first frame on. */
  show(isMuted: boolean): void {
    this.#isFront = true;
    if (this.video.currentTime > PLAYED_S) this.video.currentTime = 0;
    this.#reveal();
    if (this.#isDecoded) this.#events.onFrame();
    this.play(isMuted);
  }

  /** Plays, unless it has nothing; what is refused with sound goes on without. */
  play(isMuted: boolean): void {
    this.#isMuted = isMuted;
    this.video.muted = isMuted;
    this.video.play().catch(({ name }: Error) => {
      if (name !== 'NotAllowedError' || !this.#isFront) return;
      if (isMuted) this.#events.onRefused();
      else this.play(true);
    });
  }

  /** Plays nothing that is heard or seen, while a gesture is handled, so that the browser lets it play later. */
  unlock(isMuted: boolean): void {
    this.video.muted = isMuted;
    void this.video.play().catch(() => undefined);
    this.video.pause();
    this.video.muted = true;
  }

  empty(): void {
    clearTimeout(this.#retry);
    this.#loads += 1;
    this.#failures = 0;
    this.#shown = null;
    this.#isFront = false;
    this.#isDecoded = false;
    this.#thumbnail.remove();
    this.video.removeAttribute('src');
    this.video.load();
    this.#reveal();
  }

  async #start(address: Promise<string | null>): Promise<void> {
    const load = (this.#loads += 1);
    const url = await address;
    if (load !== this.#loads || url === null) return;
    this.#address = url;
    this.video.preload = savesData() ? 'metadata' : 'auto';
    this.video.src = url;
    this.#awaitFrame(() => load === this.#loads && this.#decoded());
    // Some browsers decode nothing before they play; it stops at its first frame.
    if (this.#isFront) this.play(this.#isMuted);
    else if (!savesData()) this.#prime();
  }

  #prime(): void {
    this.video.muted = true;
    void this.video.play().catch(() => undefined);
  }

  #awaitFrame(then: () => void): void {
    if ('requestVideoFrameCallback' in HTMLVideoElement.prototype) this.video.requestVideoFrameCallback(then);
    // Firefox before 132.
    else this.video.addEventListener('loadeddata', then, { once: true });
  }

  #decoded(): void {
    this.#isDecoded = true;
    this.#failures = 0;
    if (!this.#isFront) return this.video.pause();
    this.#reveal();
    this.#events.onFrame();
  }

  #tryAgain(): void {
    if (this.#shown === null) return;
    const waitMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    this.#isDecoded = false;
    this.#reveal();
    this.#retry = setTimeout(() => void this.#start(Promise.resolve(this.#address)), waitMs);
  }

  /** What is not in front lies there unseen, as browsers decode no frames of what is hidden. */
  #reveal(): void {
    this.element.style.opacity = this.#isFront ? '1' : '0';
    this.video.style.opacity = this.#isDecoded || !this.#isFront ? '1' : '0';
    // It may have another shape, and a video may let through what lies behind.
    this.#thumbnail.style.opacity = this.#isDecoded ? '0' : '1';
  }
}
