import type { Video } from './answers.js';
import { follow, type Follower, type FollowOptions } from './follow.js';
import { Slot } from './slot.js';

export interface PlayerOptions extends Omit<FollowOptions, 'onNow'> {
  onNow?: FollowOptions['onNow'];
  /** Is told when the first frame of a video is shown, and which element shows it: for textures of WebGL. */
  onShown?: (video: Video, element: HTMLVideoElement) => void;
  /** What the target says that is shown where a browser wants a gesture before it plays. */
  playLabel?: string;
  /** Turns the address of a video or thumbnail into that from which the page loads it. */
  mediaUrl?: (url: string) => string;
}

/** What plays in an element, until it is stopped. */
export interface Player {
  readonly follower: Follower;
  /** The element that plays now; another one after each switch. */
  readonly video: HTMLVideoElement;
  /** Turns sound on or off, and it stays so; to turn it on, call it while a gesture is handled. */
  setMuted(isMuted: boolean): void;
  stop(): void;
}

/** A button over all of it, with a triangle. */
function tapTarget(label: string, onTap: () => void): HTMLButtonElement {
  const target = document.createElement('button');
  const triangle = document.createElement('span');
  target.type = 'button';
  target.setAttribute('aria-label', label);
  target.hidden = true;
  target.addEventListener('click', onTap);
  Object.assign(target.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
  Object.assign(target.style, { border: '0', background: '#0006', cursor: 'pointer' });
  Object.assign(triangle.style, { display: 'inline-block', border: '2.5rem solid transparent' });
  Object.assign(triangle.style, { borderLeft: '4rem solid #fff', borderRight: '0' });
  target.append(triangle);
  return target;
}

class ElementPlayer implements Player {
  readonly follower: Follower;
  readonly #slots: Slot[];
  readonly #target: HTMLButtonElement;
  readonly #mediaUrl: (url: string) => string;
  #front: Slot;
  #back: Slot;
  #isMuted = true;

  constructor(
    element: HTMLElement,
    { onShown, playLabel = 'Play', mediaUrl = (url) => url, ...options }: PlayerOptions,
  ) {
    this.#mediaUrl = mediaUrl;
    const slot = (): Slot => {
      const made: Slot = new Slot({
        onFrame: () => made.shown && onShown?.(made.shown, made.video),
        onPlaying: () => (this.#target.hidden = true),
        onRefused: () => (this.#target.hidden = this.#front.shown === null),
      });
      return made;
    };
    [this.#front, this.#back] = [slot(), slot()];
    this.#slots = [this.#front, this.#back];
    this.#target = tapTarget(playLabel, () => this.setMuted(this.#isMuted));
    if (getComputedStyle(element).position === 'static') element.style.position = 'relative';
    element.append(...this.#slots.map((one) => one.element), this.#target);
    // Some browsers stop what nobody sees, and do not go on by themselves.
    document.addEventListener('visibilitychange', this.#goOn);
    this.follower = follow({
      ...options,
      onNow: (now) => {
        this.#show(now.video);
        options.onNow?.(now);
      },
      onReady: (next) => {
        if (next.video) this.#load(this.#back, next.video);
        options.onReady?.(next);
      },
    });
  }

  get video(): HTMLVideoElement {
    return this.#front.video;
  }

  setMuted(isMuted: boolean): void {
    this.#isMuted = isMuted;
    this.#front.play(isMuted);
    // The other one is played within the gesture, too, so that it may sound when its turn comes.
    this.#back.unlock(isMuted);
  }

  stop(): void {
    this.follower.stop();
    document.removeEventListener('visibilitychange', this.#goOn);
    for (const slot of this.#slots) {
      slot.empty();
      slot.element.remove();
    }
    this.#target.remove();
  }

  readonly #goOn = (): void => {
    if (!document.hidden && this.#front.shown !== null) this.#front.play(this.#isMuted);
  };

  #load(slot: Slot, video: Video): void {
    const address = this.follower.addressOf(video).then((url) => url && this.#mediaUrl(url));
    slot.load(video, address, video.thumbnail_url && this.#mediaUrl(video.thumbnail_url));
  }

  /** The old video is gone at once, whether the new one is decoded or not: its thumbnail stands in for it. */
  #show(video: Video | null): void {
    const [front, back] = [this.#front, this.#back];
    if (video !== null && front.shown?.video_url === video.video_url) return;
    this.#target.hidden = true;
    // What was made ready for the time after it stays so.
    if (video === null) return front.empty();
    if (back.shown?.video_url !== video.video_url) this.#load(back, video);
    [this.#front, this.#back] = [back, front];
    back.show(this.#isMuted);
    front.empty();
  }
}

/**
 * Plays the active video of an AR content in an element, which has a size, and switches at each instant.
 * Two elements with `crossorigin`, muted until `setMuted(false)`, whose frames may be textures.
 */
export const player = (element: HTMLElement, options: PlayerOptions): Player => new ElementPlayer(element, options);
