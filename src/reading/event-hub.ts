import type { ServerResponse } from 'node:http';
import { Places, type NoPlace, type PlaceLimits } from '../concurrency/places.js';
import type { Clock } from '../db/clock.js';
import { AppError } from '../domain/errors.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { ContentCache, KnownReading, Reading } from './content-cache.js';
import type { HeldContent } from './held-content.js';

/** Node's timers hold no longer than this. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** How soon a content that could not be read is tried again. */
const RETRY_MS = 1_000;
/** Each stream is written to once in so many ticks of a second, so that proxies and phones keep it open. */
const HEARTBEAT_TICKS = 15;
const TICK_MS = 1_000;
/** Sent then. It has a name, as browsers tell pages nothing of comments. */
const BEAT = 'event: beat\ndata:\n\n';
/** A client that does not read is cut off. */
const MAX_UNREAD_BYTES = 64 * 1024;

interface Stream {
  res: ServerResponse;
  baseUrl: string;
  /** What the client was told last; null: that there is no such content, or nothing yet. */
  version: number | null;
  tick: number;
}

const field = (name: string, value: string): string => `${name}: ${value}\n`;

function eventFor(held: HeldContent, at: Instant, baseUrl: string): string {
  const { version, content } = held.preparedAt(at, baseUrl);
  const id = field('id', String(version));
  if (!(content instanceof AppError)) {
    return `${id}${field('event', 'active-video')}${field('data', content.bytes.toString())}\n`;
  }
  const data = JSON.stringify({ code: content.code, detail: content.message });
  return `${id}${field('event', 'unavailable')}${field('data', data)}\n`;
}

const GONE = `${field('event', 'unavailable')}${field('data', JSON.stringify({ code: 'not_found' }))}\n`;

/** The streams of one content, and the one timer that wakes them all at its next instant. */
class Channel {
  readonly streams = new Set<Stream>();
  id: Id | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;
  #readAgain = false;
  readonly #uniqueId: string;
  readonly #cache: ContentCache;
  readonly #clock: Clock;

  constructor(uniqueId: string, cache: ContentCache, clock: Clock) {
    this.#uniqueId = uniqueId;
    this.#cache = cache;
    this.#clock = clock;
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** Reads the content and tells every stream what it has not been told. One reading at a time. */
  async refresh(): Promise<void> {
    this.#readAgain = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#readAgain) {
      this.#readAgain = false;
      await this.#read();
    }
    this.#isReading = false;
  }

  async #read(): Promise<void> {
    try {
      this.publish(await this.#cache.read(this.#uniqueId));
    } catch {
      // Postgres is away, and nothing is known: the clients keep what they have.
      this.#wakeIn(RETRY_MS);
    }
  }

  publish({ held, at }: Pick<Reading, 'held' | 'at'>): void {
    if (this.streams.size === 0) return;
    this.id = held?.id ?? this.id;
    const events = new Map<string, string>();
    for (const stream of this.streams) this.#tell(stream, held, at, events);
    if (held !== null && held.end < Number.POSITIVE_INFINITY) this.#wakeIn(held.end - this.#clock.now());
  }

  #tell(stream: Stream, held: HeldContent | null, at: Instant, events: Map<string, string>): void {
    const { baseUrl } = stream;
    const version = held?.answerAt(at).version ?? null;
    if (version === stream.version || (version !== null && version < (stream.version ?? 0))) return;
    const event = events.get(baseUrl) ?? (held === null ? GONE : eventFor(held, at, baseUrl));
    events.set(baseUrl, event);
    stream.version = version;
    if (stream.res.writableLength > MAX_UNREAD_BYTES) stream.res.destroy();
    else stream.res.write(event);
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.streams.size === 0) return;
    // A timer may be early by a part of a millisecond; then the clock has not got there, and it is set once more.
    this.#timer = setTimeout(() => void this.refresh(), Math.min(Math.max(ms, 1), MAX_TIMER_MS));
  }
}

export interface EventHubOptions {
  cache: ContentCache;
  clock: Clock;
  /** Streams in all, and of one client. */
  limits: PlaceLimits;
  /** Is told of each stream that was refused. */
  onRefused: (why: NoPlace, client: string) => void;
}

/** Streams of Server-Sent Events: ten thousand of them on one content cost one timer, and one text a change. */
export class EventHub {
  readonly #cache: ContentCache;
  readonly #clock: Clock;
  readonly #channels = new Map<string, Channel>();
  readonly #stopWatching: () => void;
  readonly #places: Places;
  readonly #onRefused: (why: NoPlace, client: string) => void;
  #tick = 0;
  #heart: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({ cache, clock, limits, onRefused }: EventHubOptions) {
    this.#cache = cache;
    this.#clock = clock;
    this.#places = new Places(limits);
    this.#onRefused = onRefused;
    this.#stopWatching = cache.watch((key) => this.#changed(key));
  }

  /** How many streams are open. */
  get open(): number {
    return this.#places.taken;
  }

  /**
   * Takes the place of a stream, before it is known what it will tell: many at once take no more than there are.
   * @param client whose stream it would be.
   * @returns how to give it back, once. @throws AppError `busy` when no more streams can be opened, by this client or at all
   */
  takePlace(client: string): () => void {
    const why = this.#isClosed ? 'all' : this.#places.whyNot(client);
    if (why === null) return this.#places.take(client);
    if (!this.#isClosed) this.#onRefused(why, client);
    const who = why === 'all' ? 'This process' : 'Your address';
    throw new AppError('busy', `${who} can have no more streams open. Try again, or ask now and then.`);
  }

  /**
   * Makes an answer, whose head is written, a stream of the content's states from now on.
   * @param version what the client says it was told last: it is not told that again.
   * @param leave gives back the place that was taken for it.
   */
  add(
    reading: KnownReading,
    res: ServerResponse,
    { baseUrl, version, leave }: { baseUrl: string; version: number | null; leave: () => void },
  ): void {
    if (res.destroyed) {
      leave(); // The client left meanwhile, and nothing will say so again.
      return;
    }
    const { held, at } = reading;
    const { uniqueId } = held;
    const channel = this.#channels.get(uniqueId) ?? new Channel(uniqueId, this.#cache, this.#clock);
    this.#channels.set(uniqueId, channel);
    // A version that was never given out says nothing.
    const known = version !== null && version <= held.answerAt(at).version ? version : null;
    const stream: Stream = { res, baseUrl, version: known, tick: this.open % HEARTBEAT_TICKS };
    channel.streams.add(stream);
    this.#heart ??= setInterval(() => this.#beat(), TICK_MS).unref();
    res.once('close', () => {
      leave();
      this.#remove(uniqueId, channel, stream);
    });
    res.write(': open\n\n');
    channel.publish(reading);
    // An edit may have come while the first state was read.
    void channel.refresh();
  }

  /** Ends every stream; the clients come back to another process. */
  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
    clearInterval(this.#heart);
    for (const { streams } of this.#channels.values()) for (const { res } of streams) res.end();
  }

  #remove(uniqueId: string, channel: Channel, stream: Stream): void {
    channel.streams.delete(stream);
    if (channel.streams.size > 0) return;
    channel.close();
    if (this.#channels.get(uniqueId) === channel) this.#channels.delete(uniqueId);
  }

  #changed(key: Id | string | null): void {
    if (typeof key === 'string') void this.#channels.get(key)?.refresh();
    else for (const channel of this.#channels.values()) if (key === null || channel.id === key) void channel.refresh();
  }

  #beat(): void {
    this.#tick = (this.#tick + 1) % HEARTBEAT_TICKS;
    for (const { streams } of this.#channels.values()) {
      for (const { res, tick } of streams) if (tick === this.#tick) res.write(BEAT);
    }
  }
}
