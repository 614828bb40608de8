import type { ActiveVideo, Plan, Problem, Video } from './answers.js';

/** What an AR content shows. `dark`: nothing at the moment; `gone`: it was switched off; `unknown`: there is none. */
export type Now = { status: 'live'; video: Video } | { status: 'dark' | 'gone' | 'unknown'; video: null };

/** What comes next, and when, in epoch milliseconds of the service's clock; without a video it goes dark. */
export interface Next {
  video: Video | null;
  startsAt: number;
}

const STATUS: Partial<Record<string, 'dark' | 'gone' | 'unknown'>> = {
  nothing_to_show: 'dark',
  gone: 'gone',
  not_found: 'unknown',
};

const nowOf = (video: Video | null): Now => (video ? { status: 'live', video } : { status: 'dark', video });

const endOf = (instant: string | null | undefined): number =>
  instant ? Date.parse(instant) : Number.POSITIVE_INFINITY;

/** Nothing else of an answer: what else changes is no news to whoever shows videos. */
function videoOf({
  id,
  title,
  video_url,
  thumbnail_url,
  duration,
  width,
  height,
  size_bytes,
  mime_type,
}: Video): Video {
  return { id, title, video_url, thumbnail_url, duration, width, height, size_bytes, mime_type };
}

/** A change to come, with the version that the content has from then on; null: it is not known. */
interface Step extends Next {
  version: number | null;
}

/** What is known of a content: what it shows, and what comes. */
export class ShownState {
  /** Null: nothing was told so far. */
  now: Now | null = null;
  /** Until when it holds, in epoch milliseconds of the service's clock. */
  validUntil = Number.POSITIVE_INFINITY;
  #coming: readonly Step[] = [];
  #version = -1;
  /** Whether a plan said what comes, which says more than an answer does. */
  #isPlanned = false;

  /** What comes next; null: nothing is known. */
  get next(): Next | null {
    const [first] = this.#coming;
    return first ? { video: first.video, startsAt: first.startsAt } : null;
  }

  /** Every video that is shown, or known to come. */
  get videos(): Video[] {
    return [this.now?.video, ...this.#coming.map(({ video }) => video)].flatMap((video) => video ?? []);
  }

  /** @returns whether a plan would say more. */
  takeActive(active: ActiveVideo): boolean {
    const { version, valid_until, next_video } = active;
    const isPlanned = this.#isPlanned && version === this.#version;
    const startsAt = endOf(next_video?.starts_at);
    const coming = next_video ? [{ video: videoOf(next_video), startsAt, version: null }] : [];
    this.#take(version, nowOf(videoOf(active)), isPlanned ? this.#coming : coming, endOf(valid_until), isPlanned);
    return !isPlanned;
  }

  /** @returns whether it is a refusal that says something of the content. */
  takeProblem(problem: Problem | null): boolean {
    const status = STATUS[problem?.code ?? ''];
    if (!status) return false;
    // It has no version: what a plan says of a dark content is taken to hold.
    const isPlanned = this.#isPlanned && status === this.now?.status;
    this.#take(this.#version, { status, video: null }, isPlanned ? this.#coming : [], endOf(null), isPlanned);
    return true;
  }

  takePlan({ entries }: Plan): void {
    const [first, ...coming] = entries.map(({ starts_at, version, video }) => ({
      version,
      video: video && videoOf(video),
      startsAt: Date.parse(starts_at),
    }));
    if (first) this.#take(first.version, nowOf(first.video), coming, coming[0]?.startsAt ?? endOf(null), true);
  }

  /** Applies what is due. @param at epoch milliseconds; NaN, when the time is not known: nothing is. */
  fold(at: number): void {
    for (let [step] = this.#coming; step && step.startsAt <= at; [step] = this.#coming) {
      this.now = nowOf(step.video);
      this.#version = step.version ?? this.#version;
      this.#coming = this.#coming.slice(1);
      if (this.#isPlanned) this.validUntil = this.#coming[0]?.startsAt ?? endOf(null);
    }
  }

  /** An answer may overtake another on its way. */
  #take(version: number, now: Now, coming: readonly Step[], validUntil: number, isPlanned: boolean): void {
    if (version < this.#version) return;
    this.#version = version;
    this.now = now;
    this.#coming = coming;
    this.validUntil = validUntil;
    this.#isPlanned = isPlanned;
  }
}
