import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  ArContentInput,
  Client,
  RotationSchedule,
  Video,
  VideoCopyInput,
} from '../../packages/client/src/client.js';

const INTERVAL_SECONDS = 60;
const UPLOAD_MS = 60_000;
const PROCESSING_MS = 180_000;
const LOOK_EVERY_MS = 200;
/** A copy is soon made: the answer waits for it, which takes fewer looks. */
export const FOR_COPY = { waitSeconds: 20 };

/** The videos of the demo, by title. */
export type Season = 'Spring' | 'Summer' | 'Autumn';

/** Makes what the demo is made of, unless it is there already: a start that was broken off is completed by the next. */
export class DemoMaker {
  readonly api: Client;
  readonly companyId: number;
  readonly #videoFolder: string;

  constructor(api: Client, companyId: number, videoFolder: string) {
    this.api = api;
    this.companyId = companyId;
    this.#videoFolder = videoFolder;
  }

  /** @returns the id of the content with this title. */
  async content(title: string, fields: Partial<ArContentInput> = {}): Promise<number> {
    const { api, companyId: company_id } = this;
    const isIt = (one: { title: string }): boolean => one.title === title;
    const found = await findIn(api.contents.list({ company_id }), isIt);
    return (found ?? (await api.contents.create({ company_id, title, ...fields }))).id;
  }

  /** A season's video, once it is ready. */
  async upload(content: number, title: Season): Promise<Video> {
    const upload = async (): Promise<Video> => {
      const file = await openAsBlob(join(this.#videoFolder, `${title.toLowerCase()}.mp4`), { type: 'video/mp4' });
      return this.api.videos.upload(content, { title, file }, { timeoutMs: UPLOAD_MS });
    };
    return this.#ready(await this.#video(content, title, upload));
  }

  /** A copy of a video with its title, once it is ready. */
  async copy(content: number, original: Video, wishes: Omit<VideoCopyInput, 'copy_of'> = {}): Promise<Video> {
    const copy = (): Promise<Video> => this.api.videos.copy(content, { copy_of: original.id, ...wishes }, FOR_COPY);
    return this.#ready(await this.#video(content, original.title, copy));
  }

  /** A schedule by which a content shows these videos in turn, a minute each. */
  async rotation(content: number, videos: readonly Video[]): Promise<RotationSchedule> {
    const found = await this.api.schedules.listOfContent(content).first();
    if (found !== undefined) return found;
    return this.api.schedules.create(content, {
      rotation_type: 'interval',
      interval_seconds: INTERVAL_SECONDS,
      video_sequence: videos.map(({ id }) => id),
    });
  }

  /** The video of this title, as it is once it is processed: ready or failed. */
  async processed(video: Video): Promise<Video> {
    const deadline = performance.now() + PROCESSING_MS;
    for (let seen = video; ; seen = await this.api.videos.get(video.id)) {
      if (seen.status === 'ready' || seen.status === 'failed') return seen;
      if (performance.now() > deadline) throw new Error(`Video ${video.id} of the demo was not processed in time.`);
      await delay(LOOK_EVERY_MS);
    }
  }

  async #video(content: number, title: string, make: () => Promise<Video>): Promise<Video> {
    const isIt = (one: Video): boolean => one.title === title && one.status !== 'failed';
    return (await findIn(this.api.videos.list(content), isIt)) ?? make();
  }

  /** The first video of a schedule is shown at once if it is ready by then. */
  async #ready(video: Video): Promise<Video> {
    const processed = await this.processed(video);
    if (processed.status === 'ready') return processed;
    throw new Error(`Video ${video.id} of the demo failed: ${processed.failure_reason}`);
  }
}

/** The first that fits; undefined: none does. */
export async function findIn<T>(list: AsyncIterable<T>, fits: (one: T) => boolean): Promise<T | undefined> {
  for await (const one of list) if (fits(one)) return one;
  return undefined;
}
