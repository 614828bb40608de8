import assert from 'node:assert/strict';
import type { ApiAnswer, ApiObject, TestApi } from './api.js';

/** What a page of the service sends along, beside its cookies. */
export const pageHeaders = (origin: string): Record<string, string> => ({ 'x-console': '1', origin });

/** The secret in the address of a sign-in link. */
export const secretIn = (signInUrl: unknown): string => new URL(String(signInUrl)).hash.slice(1);

let pages = 0;

/** An address that nobody else has. */
function newAddress(): string {
  pages += 1;
  return `10.0.${Math.floor(pages / 256)}.${pages % 256}`;
}

/** A page of the service in a browser: it keeps the cookie that it is given, and sends no key. */
export class TestPage {
  readonly #api: TestApi;
  /** Where an API that trusts a proxy on this machine takes it to be. */
  readonly address = newAddress();
  readonly #headers: Record<string, string>;
  /** `name=value`; null: none. */
  cookie: string | null = null;
  /** The whole `Set-Cookie` of the last answer that had one. */
  lastSet = '';

  /** @param origin where the page says that it comes from: the API itself unless given */
  constructor(api: TestApi, origin = api.url) {
    this.#api = api;
    this.#headers = { ...pageHeaders(origin), 'x-forwarded-for': this.address };
  }

  async call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const sent = { ...this.#headers, ...(this.cookie !== null && { cookie: this.cookie }), ...headers };
    const options = { key: null, headers: sent, ...(body !== undefined && { body }) };
    const answer = await this.#api.call(method, path, options);
    for (const set of answer.headers.getSetCookie()) this.#keep(set);
    return answer;
  }

  /** The same, for an object; fails unless the status is the expected one. */
  async expect(status: number, method: string, path: string, body?: object): Promise<ApiObject> {
    const answer = await this.call(method, path, body);
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as ApiObject;
  }

  signIn(proof: { link: string } | { key: string }): Promise<ApiObject> {
    return this.expect(200, 'POST', '/api/session', proof);
  }

  #keep(set: string): void {
    this.lastSet = set;
    const pair = set.split(';')[0] ?? '';
    this.cookie = /; Max-Age=0(;|$)/.test(set) ? null : pair;
  }
}
