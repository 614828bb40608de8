import type { BenchContent } from './contents.js';
import type { PostgresTime } from './postgres-time.js';
import type { Reader } from './reader.js';

/** A content is looked at from this long before its instant on. */
const BEFORE_MS = 30;
const GIVE_UP_MS = 10_000;

/** What readers saw of switches. */
export interface Watch {
  /** First answer with the new video, minus the due instant; one for each switch. */
  latenessMs: number[];
  /**
   * How long after the due instant the old video was still asked for and given, one for each switch: what is certain
   * however seldom and slowly the readers got to ask. Not positive: never.
   */
  stillOldMs: number[];
  /** Switches seen before their instant. */
  early: number;
  /** Answers with the old video that were asked for after another process had given the new one. */
  wentBack: number;
  missed: number;
  /** Reads a second while sampling. */
  perSecond: number;
  /** How well the instants are known. */
  errorMs: number;
}

/** Looks at contents, each around its own instant, through several processes in turn. The instants are in order. */
export async function watchSwitches(
  readers: readonly Reader[],
  time: PostgresTime,
  contents: readonly BenchContent[],
): Promise<Watch> {
  const watch: Watch = {
    latenessMs: [],
    stillOldMs: [],
    early: 0,
    wentBack: 0,
    missed: 0,
    perSecond: 0,
    errorMs: time.errorMs,
  };
  let sampledMs = 0;
  let reads = 0;
  for (const content of contents) {
    await time.waitUntil(content.dueAt - BEFORE_MS);
    const startedAt = performance.now();
    const seenAt = await Promise.all(readers.map((reader) => firstSight(reader, content, time, () => (reads += 1))));
    sampledMs += performance.now() - startedAt;
    note(watch, content, seenAt, time);
  }
  watch.perSecond = (reads * 1_000) / sampledMs;
  return watch;
}

interface Sight {
  /** When the answer with the new video was there; infinite: never. */
  newAt: number;
  /** When the last old answer was asked for. */
  oldAskedAt: number;
}

/** Reads until the new video is answered. */
async function firstSight(
  reader: Reader,
  content: BenchContent,
  time: PostgresTime,
  count: () => void,
): Promise<Sight> {
  const [, newVideo] = content.videoIds;
  let oldAskedAt = Number.NEGATIVE_INFINITY;
  while (time.now() < content.dueAt + GIVE_UP_MS) {
    const { body, sentAt, arrivedAt } = await reader.read(content.uniqueId);
    count();
    if (body.id === newVideo) return { newAt: arrivedAt, oldAskedAt };
    oldAskedAt = sentAt;
  }
  return { newAt: Number.POSITIVE_INFINITY, oldAskedAt };
}

function note(watch: Watch, { dueAt }: BenchContent, sights: readonly Sight[], time: PostgresTime): void {
  const first = Math.min(...sights.map(({ newAt }) => newAt));
  watch.missed += sights.filter(({ newAt }) => newAt === Number.POSITIVE_INFINITY).length;
  for (const { newAt, oldAskedAt } of sights) {
    if (newAt === Number.POSITIVE_INFINITY) continue;
    const latenessMs = time.of(newAt) - dueAt;
    watch.latenessMs.push(latenessMs);
    watch.stillOldMs.push(time.of(oldAskedAt) - dueAt);
    if (latenessMs < -time.errorMs) watch.early += 1;
    if (oldAskedAt > first) watch.wentBack += 1;
  }
}
