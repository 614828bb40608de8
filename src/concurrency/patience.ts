import { Readable } from 'node:stream';

/** Nothing came within the time allowed: no answer, or no bytes. */
export class TimedOut extends Error {
  readonly code = 'TIMEOUT';
}

/**
 * Runs an action, and gives up after so long: its signal is aborted, and the fault comes at once, whether or not the
 * action heeds the signal. `refresh` begins the time anew.
 * @throws TimedOut
 */
export async function withPatience<T>(
  ms: number,
  action: (signal: AbortSignal, refresh: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const fault = new TimedOut(`nothing happened for ${ms} ms`);
      reject(fault);
      controller.abort(fault);
    }, ms);
  });
  try {
    return await Promise.race([action(controller.signal, () => timer?.refresh()), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same bytes; `onBytes` hears of each piece as it is taken. */
export function watched(source: Readable, onBytes: () => void): Readable {
  async function* pieces(): AsyncGenerator {
    for await (const piece of source) {
      onBytes();
      yield piece;
    }
  }
  return Readable.from(pieces(), { objectMode: false });
}

/** The same bytes; fails when the source is asked for more and gives nothing for so long. A slow reader may take its time. */
export function impatient(source: Readable, ms: number, translate: (error: unknown) => Error): Readable {
  async function* pieces(): AsyncGenerator {
    const iterator: AsyncIterator<unknown> = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await withPatience(ms, () => iterator.next());
        if (next.done === true) return;
        yield next.value;
      }
    } catch (error) {
      throw translate(error);
    } finally {
      source.destroy();
    }
  }
  return Readable.from(pieces(), { objectMode: false });
}
