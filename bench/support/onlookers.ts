import { setTimeout as delay } from 'node:timers/promises';
import { readOurSwaps } from '../peers/swaps.js';
import { quantile } from '../report/statistics.js';
import { makeContents, startWorkflows, type BenchContent } from './contents.js';
import type { Api, Installation } from './installation.js';
import { loadSteadily } from './load.js';

const READS_PER_SECOND = 1_000;
const SCHEDULES = 10;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** A commit that is not there by then is as late as that. */
const COMMIT_PATIENCE_MS = 10_000;

/** What others notice meanwhile, p99 in ms. */
export interface Noticed {
  /** From the instant at which a read was due to its answer. */
  readMs: number;
  /** Of an edit of another company, whether it was done or refused. */
  editMs: number;
  /** From the due instant of another company's rotation to its commit. */
  commitMs: number;
  refusedReads: number;
  refusedEdits: number;
}

/** Readers, an editor and schedules of companies that do what is usual. */
export class Onlookers {
  readonly #installation: Installation;
  readonly #api: Api;
  #read!: BenchContent;
  #edited!: BenchContent;
  #rotating: BenchContent[] = [];
  #edit!: Api['request'];

  constructor(installation: Installation, api: Api) {
    this.#installation = installation;
    this.#api = api;
  }

  /** Makes their contents, and waits until their schedules rotate. */
  async begin(): Promise<void> {
    const { db } = this.#installation;
    const due = Date.now() + DAY_MS;
    const [read, edited] = await makeContents(db, [due, due]);
    if (!read || !edited) throw new Error('Too few contents were made.');
    [this.#read, this.#edited] = [read, edited];
    this.#edit = this.#api.asKey(await this.#api.keyOfOwner(edited.id));
    const first = Date.now() + 2 * SECOND_MS;
    const dues = Array.from({ length: SCHEDULES }, (_, n) => first + (n * SECOND_MS) / SCHEDULES);
    this.#rotating = await makeContents(db, dues, 1);
    await startWorkflows(db, this.#rotating);
    await delay(6 * SECOND_MS);
  }

  /** What they notice for some seconds. */
  async notice(seconds: number): Promise<Noticed> {
    const from = Date.now();
    const [reads, edits] = await Promise.all([this.#readAll(seconds), this.#editAll(seconds)]);
    const until = Date.now() - SECOND_MS;
    const late = await this.#lateness(from, until);
    return {
      readMs: reads.p99,
      refusedReads: reads.failed,
      editMs: quantile(edits.tookMs, 0.99),
      refusedEdits: edits.refused,
      commitMs: quantile(late, 0.99),
    };
  }

  #readAll(seconds: number) {
    const url = `${this.#api.url}/api/ar/${this.#read.uniqueId}/active-video`;
    return loadSteadily(this.#installation.dataDir, { pid: this.#api.program.pid, url }, READS_PER_SECOND, seconds);
  }

  async #editAll(seconds: number): Promise<{ tookMs: number[]; refused: number }> {
    const found = { tookMs: [] as number[], refused: 0 };
    const endAt = performance.now() + seconds * SECOND_MS;
    for (let startedAt = performance.now(); startedAt < endAt; startedAt = performance.now()) {
      await this.#edit('PUT', `/api/ar-content/${this.#edited.id}`, { title: 'Poster' }).catch(() => {
        found.refused += 1;
      });
      found.tookMs.push(performance.now() - startedAt);
      await delay(10);
    }
    return found;
  }

  /** How late each rotation that was due meanwhile was committed. */
  async #lateness(from: number, until: number): Promise<number[]> {
    const keys = new Set(this.#rotating.map(({ scheduleId }) => scheduleId));
    const wanted = this.#rotating.flatMap(({ scheduleId, dueAt }) => {
      const first = dueAt + Math.ceil((from - dueAt) / SECOND_MS) * SECOND_MS;
      const count = Math.max(0, Math.floor((until - first) / SECOND_MS) + 1);
      return Array.from({ length: count }, (_, n) => `${scheduleId}@${first + n * SECOND_MS}`);
    });
    const deadline = Date.now() + COMMIT_PATIENCE_MS;
    for (;;) {
      const swaps = (await readOurSwaps(this.#installation.db, from)).filter(({ key }) => keys.has(key));
      const done = new Map(swaps.map(({ key, dueAt, committedAt }) => [`${key}@${dueAt}`, committedAt - dueAt]));
      const missing = wanted.filter((slot) => !done.has(slot));
      if (missing.length === 0 || Date.now() >= deadline) {
        return wanted.map((slot) => done.get(slot) ?? COMMIT_PATIENCE_MS);
      }
      await delay(500);
    }
  }
}
