import { Alarm } from './alarm.js';
import { ask, type ActiveVideo, type Problem, type Video } from './answers.js';
import { nextAskAt } from './asking.js';
import { LiveStream } from './live-stream.js';
import { MediaFiles } from './media-files.js';
import { OfflineStore } from './offline-store.js';
import { PlanKeeper } from './plan-keeper.js';
import { Prefetch } from './prefetch.js';
import { ServerClock } from './server-clock.js';
import { ShownState, type Next, type Now } from './shown-state.js';
import { onWake } from './wakes.js';

export interface FollowOptions {
  /** Where the service is: `https://ar.example.com`. */
  baseUrl: string;
  uniqueId: string;
  /** Is told what is shown, and of each change at its instant. */
  onNow: (now: Now) => void;
  /** Is told what comes next, and whenever that changes; null: nothing is known to come. */
  onNext?: (next: Next | null) => void;
  /** Is told when the next video can be made ready: its file is here, or is to be streamed. */
  onReady?: (next: Next) => void;
  /** Keeps the plan of the coming day and its videos, for hours without a network. */
  offline?: boolean;
  /** False: nothing is fetched ahead as a blob, such as where a page's policy lets scripts fetch from nowhere else. */
  prefetch?: boolean;
}

/** What follows a content, until it is stopped. */
export interface Follower {
  /** The service's clock in epoch milliseconds; NaN until it is known. */
  serverNow(): number;
  /** By how much that may be wrong, in milliseconds. */
  accuracyMs(): number;
  /** Where a video is best played from: a blob of what was fetched ahead, else its address; null: it has no file. */
  addressOf(video: Video): Promise<string | null>;
  stop(): void;
}

/** How often it is looked whether the device slept, the stream is silent, or something is old. */
const LOOK_EVERY_MS = 5_000;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

class ContentFollower implements Follower {
  readonly #options: FollowOptions;
  readonly #url: string;
  readonly #clock: ServerClock;
  readonly #stream: LiveStream;
  readonly #store: OfflineStore | null;
  readonly #plan: PlanKeeper;
  readonly #files: MediaFiles;
  readonly #prefetch: Prefetch;
  readonly #switch: Alarm;
  readonly #ask: Alarm;
  readonly #state = new ShownState();
  readonly #stopping = new AbortController();
  #toldNow: Now | null = null;
  #toldNext: Next | null = null;
  #isAsking = false;
  /** Whether it is to ask again once the question under way is answered: that may tell what was before. */
  #asksAgain = false;
  /** Questions in a row that failed. */
  #failures = 0;
  /** Events heard so far. */
  #heard = 0;

  constructor(options: FollowOptions) {
    const { baseUrl, uniqueId, offline = false, prefetch = true } = options;
    const root = baseUrl.replace(/\/+$/, '');
    const { signal } = this.#stopping;
    this.#options = options;
    this.#url = `${root}/api/ar/${uniqueId}`;
    this.#clock = new ServerClock(root, () => this.#clockSet());
    this.#store = offline ? new OfflineStore(uniqueId) : null;
    this.#plan = new PlanKeeper(this.#url, this.#clock, this.#store, signal);
    this.#files = new MediaFiles(this.#store, prefetch);
    this.#prefetch = new Prefetch(this.#clock, this.#files, (next) => options.onReady?.(next));
    this.#switch = new Alarm(this.#clock, () => this.#fold());
    this.#ask = new Alarm(this.#clock, () => void this.#askNow());
    this.#stream = new LiveStream(`${this.#url}/events`, {
      onActive: (active) => this.#hear(() => this.#takeActive(active)),
      onUnavailable: (problem) => this.#hear(() => this.#takeProblem(problem)),
      onLost: () => this.#planAsk(),
    });
    onWake(signal, () => this.#wake());
    const looks = setInterval(() => this.#look(), LOOK_EVERY_MS);
    signal.addEventListener('abort', () => clearInterval(looks));
    this.#wake();
    void this.#remember();
  }

  serverNow(): number {
    return this.#clock.now();
  }

  accuracyMs(): number {
    return this.#clock.accuracyMs;
  }

  addressOf(video: Video): Promise<string | null> {
    return this.#files.addressOf(video);
  }

  stop(): void {
    this.#stopping.abort();
    this.#stream.close();
    this.#switch.set(null);
    this.#ask.set(null);
    this.#prefetch.set(null);
    this.#files.keep([]);
  }

  /** What was known when the network was last there, unless the service says it sooner. */
  async #remember(): Promise<void> {
    const kept = await this.#store?.read().catch(() => null);
    if (!kept || this.#state.now) return;
    this.#clock.assume(kept.aheadOfDevice);
    this.#state.takePlan(kept.plan);
    this.#fold();
  }

  /** Whatever is known may be old. While nobody looks, only the planned goes on. */
  #wake(): void {
    this.#stream.close();
    if (document.hidden) return this.#planAsk();
    void this.#clock.set();
    this.#stream.open();
    void this.#askNow();
  }

  #look(): void {
    if (this.#clock.hasJumped()) this.#wake();
    if (document.hidden) return;
    if (this.#clock.isDue) void this.#clock.set();
    this.#stream.look();
    if (this.#plan.isDue(this.#state)) {
      void this.#plan.renew((plan) => {
        this.#state.takePlan(plan);
        this.#fold();
      });
    }
  }

  #clockSet(): void {
    this.#prefetch.look();
    this.#fold();
  }

  #hear(take: () => void): void {
    this.#heard += 1;
    this.#failures = 0;
    take();
  }

  async #askNow(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#asksAgain = this.#isAsking;
    if (this.#isAsking) return;
    this.#isAsking = true;
    const heard = this.#heard;
    try {
      const { status, body, problem } = await ask<ActiveVideo>(`${this.#url}/active-video`);
      if (body !== null) this.#takeActive(body);
      // A refusal has no version: what was heard meanwhile may be newer.
      else if (heard === this.#heard && !this.#takeProblem(problem)) throw new Error(`It said ${status}.`);
      this.#failures = 0;
    } catch {
      this.#failures += 1;
    }
    this.#isAsking = false;
    if (this.#asksAgain) return this.#askNow();
    this.#planAsk();
  }

  /** A stream that is open says what changes, and silence ends it. */
  #planAsk(): void {
    if (this.#isAsking || this.#stopping.signal.aborted) return;
    const isTold = this.#stream.isOpen && this.#failures === 0;
    this.#ask.set(isTold || document.hidden ? null : nextAskAt(this.#clock.now(), this.#state, this.#failures));
  }

  #takeActive(active: ActiveVideo): void {
    if (this.#state.takeActive(active)) this.#plan.expire();
    this.#fold();
  }

  #takeProblem(problem: Problem | null): boolean {
    const isTaken = this.#state.takeProblem(problem);
    if (isTaken) this.#plan.expire();
    const status = this.#state.now?.status;
    if (status === 'gone' || status === 'unknown') void this.#store?.clear();
    this.#fold();
    return isTaken;
  }

  /** Applies what is due, tells it, and waits for the next. */
  #fold(): void {
    if (this.#stopping.signal.aborted) return;
    const { onNow, onNext } = this.#options;
    this.#state.fold(this.#clock.now());
    const { now, next, videos } = this.#state;
    this.#switch.set(next?.startsAt ?? null);
    this.#prefetch.set(next);
    this.#planAsk();
    if (now && !same(now, this.#toldNow)) onNow((this.#toldNow = now));
    if (!same(next, this.#toldNext)) onNext?.((this.#toldNext = next));
    this.#files.keep(videos);
  }
}

/**
 * Follows what an AR content shows: at once, at each planned instant by the service's clock, and after edits. Failures of
 * the network are told to nobody: what is known goes on.
 */
export const follow = (options: FollowOptions): Follower => new ContentFollower(options);
