import { setTimeout as pause } from 'node:timers/promises';
import type { Id } from '../../src/domain/scalars.js';
import { eventually } from '../support/eventually.js';
import { startApiProcess, type ApiProcess, type Footprint } from './api-process.js';
import { hostileUploads, type UploadMaker } from './hostile-uploads.js';
import { sendUpload, type Outcome } from './send-upload.js';

/** Which uploads are sent. */
export interface FuzzOptions {
  seed: number;
  /** How many. */
  count: number;
  /** The number of the first. */
  first: number;
  onProgress?: (done: number) => void;
}

/** What was seen. */
export interface FuzzReport {
  /** How often each answer was given: `422 validation_failed`. */
  answers: Record<string, number>;
  /** What must not happen, each with the number of its upload. */
  faults: string[];
  /** The upload that took longest to be answered. */
  slowest: { number: number; what: string; ms: number };
  warm: Footprint;
  last: Footprint;
}

const AT_ONCE = 8;
const LIMIT_MS = 30_000;
/** So that no content gets so many videos that this is what is measured. */
const UPLOADS_PER_CONTENT = 50;
/** The share of the uploads after which the process counts as warm. */
const WARM = 0.2;
const ENVIRONMENT = { MAX_UPLOAD_BYTES: '500000', UPLOAD_IDLE_TIMEOUT: '1s' };

/** An upload is taken, or refused with one of the codes that are documented for it. The empty code is Node's own 400. */
const EXPECTED = new Set([
  '0 ',
  '201 ',
  '400 ',
  '400 malformed_request',
  '413 payload_too_large',
  '415 unsupported_media_type',
  '422 validation_failed',
]);

/** Sends hostile uploads to an API process, and looks at what it answers, keeps, takes and leaves. */
export async function fuzzMedia(options: FuzzOptions): Promise<FuzzReport> {
  const make = await hostileUploads(options.seed);
  const api = await startApiProcess(ENVIRONMENT);
  try {
    return await new FuzzRun(api, make, options).run();
  } finally {
    await api.stop();
  }
}

class FuzzRun {
  readonly #api: ApiProcess;
  readonly #make: UploadMaker;
  readonly #options: FuzzOptions;
  readonly #answers: Record<string, number> = {};
  readonly #faults: string[] = [];
  #contents: Id[] = [];
  #slowest = { number: -1, what: '', ms: 0 };
  #done = 0;

  constructor(api: ApiProcess, make: UploadMaker, options: FuzzOptions) {
    this.#api = api;
    this.#make = make;
    this.#options = options;
  }

  async run(): Promise<FuzzReport> {
    const { count } = this.#options;
    this.#contents = await this.#api.makeContents(Math.ceil(count / UPLOADS_PER_CONTENT));
    const isWarmAfter = Math.ceil(count * WARM);
    await this.#send(0, isWarmAfter);
    const warm = await this.#quiet();
    await this.#send(isWarmAfter, count);
    const last = await this.#quiet();
    const strays = await eventually(async () => {
      const found = await this.#api.strays();
      if (found.length > 0) throw new Error(found.join());
      return found;
    }).catch((error: Error) => [error.message]);
    if (last.startedAt !== warm.startedAt) strays.push('the process was started anew');
    const answers = Object.fromEntries(Object.entries(this.#answers).toSorted(([a], [b]) => a.localeCompare(b)));
    return { answers, faults: [...this.#faults, ...strays], slowest: this.#slowest, warm, last };
  }

  /** Sends the uploads of these places, some at once. */
  async #send(from: number, to: number): Promise<void> {
    let next = from;
    const sender = async (): Promise<void> => {
      for (let place = next++; place < to; place = next++) await this.#sendOne(place);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
  }

  async #sendOne(place: number): Promise<void> {
    const upload = this.#make(this.#options.first + place);
    const { url, key } = this.#api;
    const content = this.#contents[Math.floor(place / UPLOADS_PER_CONTENT)];
    const target = { url, key, path: `/api/ar-content/${content}/videos` };
    try {
      this.#note(upload.number, upload.what, await sendUpload(target, upload, LIMIT_MS));
    } catch (error) {
      this.#faults.push(`${upload.number} (${upload.what}): ${String(error)}`);
    }
    this.#done += 1;
    this.#options.onProgress?.(this.#done);
  }

  #note(number: number, what: string, { status, code, ms }: Outcome): void {
    const answer = `${status} ${code}`;
    this.#answers[answer] = (this.#answers[answer] ?? 0) + 1;
    if (ms > this.#slowest.ms) this.#slowest = { number, what, ms };
    if (!EXPECTED.has(answer)) this.#faults.push(`${number} (${what}): ${answer}`);
  }

  /** What the process takes when nothing is going on. */
  async #quiet(): Promise<Footprint> {
    await pause(3_000);
    return this.#api.footprint();
  }
}
