import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const YANDEX = 'https://cloud-api.yandex.net';
/** Whoever is told to come back later, or meets a lock, asks so many times in all. */
const MAX_ATTEMPTS = 3;
const RETRY_MS = 300;
/** A longer `Retry-After` is for our caller to sit out. */
const MAX_RETRY_MS = 5_000;
const POLL_MS = 300;

/** A refused request: its HTTP status, and the service's word for it, such as `DiskNotFoundError`. */
class YandexDiskFault extends Error {
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, code: string | undefined) {
    super(`Yandex Disk answered ${status} (${code ?? 'no reason given'})`);
    this.status = status;
    this.code = code;
  }
}

/** Whether the error is a refusal for this reason. */
export function isFault(error: unknown, code: string): boolean {
  return error instanceof YandexDiskFault && error.code === code;
}

const link = z.object({ href: z.url() });
const operation = z.object({ status: z.enum(['success', 'failed', 'in-progress']) });
const refusal = z.object({ error: z.string() });

type Parameters = Readonly<Record<string, string>>;

/** The REST API of Yandex Disk (https://yandex.com/dev/disk-api). All methods throw `YandexDiskFault`. */
export class YandexDiskApi {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  /** @param endpoint of a server other than Yandex's own */
  constructor(token: string, endpoint: string = YANDEX) {
    this.#url = `${endpoint.replace(/\/$/, '')}/v1/disk`;
    this.#headers = { Accept: 'application/json', Authorization: `OAuth ${token}` };
  }

  /** Asks for something, and checks that it is what was asked for. */
  async read<T extends z.ZodType>(
    answer: T,
    path: string,
    parameters: Parameters,
    signal: AbortSignal,
  ): Promise<z.output<T>> {
    return parsed(answer, await this.#send('GET', path, parameters, signal));
  }

  /** Changes something, and waits until it is done: what may take longer is only accepted at first. */
  async change(
    method: 'PUT' | 'POST' | 'DELETE',
    path: string,
    parameters: Parameters,
    signal: AbortSignal,
  ): Promise<void> {
    const answer = await this.#send(method, path, parameters, signal);
    if (answer.status !== 202) return letGo(answer);
    const { href } = await parsed(link, answer);
    // Only the id is taken from the address, so that the token goes nowhere else.
    await this.waitFor(new URL(href).pathname.replace(/^.*\//, ''), signal);
  }

  /** Waits for the end of an operation. */
  async waitFor(operationId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const { status } = await this.read(operation, `operations/${encodeURIComponent(operationId)}`, {}, signal);
      if (status === 'success') return;
      if (status === 'failed') throw new YandexDiskFault(500, 'OperationFailed');
      await pause(POLL_MS, undefined, { signal });
    }
  }

  async #send(method: string, path: string, parameters: Parameters, signal: AbortSignal): Promise<Response> {
    const address = `${this.#url}/${path}?${new URLSearchParams(parameters).toString()}`;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await request(address, { method, headers: this.#headers, redirect: 'error', signal });
      if (answer.ok) return answer;
      const fault = await toFault(answer);
      const waitMs = isPassing(fault) ? retryAfterMs(answer, attempt) : Infinity;
      if (attempt === MAX_ATTEMPTS || waitMs > MAX_RETRY_MS) throw fault;
      await pause(waitMs, undefined, { signal });
    }
  }
}

/**
 * Sends or fetches the bytes of a file, at an address that the API gave for it: another host, which never sees the
 * token. @throws YandexDiskFault
 */
export async function transfer(address: string, init: RequestInit): Promise<Response> {
  const answer = await request(address, init);
  if (answer.ok) return answer;
  throw await toFault(answer);
}

/** Lets go of an answer's body, so that the connection can be used again. */
export async function letGo(answer: Response): Promise<void> {
  await answer.body?.cancel();
}

/** Nothing was done, and the next try may go well. Other locks, such as that of used-up traffic, last for longer. */
function isPassing({ status, code }: YandexDiskFault): boolean {
  return status === 429 || (status === 423 && code === 'DiskResourceLockedError');
}

function retryAfterMs(answer: Response, attempt: number): number {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return Number.isNaN(seconds) ? attempt * RETRY_MS : seconds * 1_000;
}

async function request(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    // fetch itself says no more than that it failed; the cause is the system's word for it.
    throw error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  }
}

async function toFault(answer: Response): Promise<YandexDiskFault> {
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
  const body: unknown = isJson ? await answer.json().catch(() => null) : await letGo(answer);
  return new YandexDiskFault(answer.status, refusal.safeParse(body).data?.error);
}

async function parsed<T extends z.ZodType>(schema: T, answer: Response): Promise<z.output<T>> {
  const result = schema.safeParse(await answer.json().catch(() => null));
  if (result.success) return result.data;
  throw new YandexDiskFault(answer.status, 'UnexpectedAnswer');
}
