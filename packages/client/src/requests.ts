import type { Asked, Method } from './exchange.js';
import { isObject } from './is-object.js';
import type { WriteOptions } from './options.js';
import type { Query } from './pages.js';

/** A read, of what a function was called with: ids, then query fields if it takes any, then options. */
export function readOf(path: string, args: readonly unknown[], hasQuery: boolean): Asked {
  const { ids, input, options } = split(path, args, hasQuery);
  return { method: 'get', path, params: { path: ids, ...(isObject(input) && { query: input }) }, options };
}

/** How the body of a write is sent; null: it has none. */
export type Encoding = ((body: object) => object) | null;

/** As JSON, which the library makes of it. */
export const asJson: Encoding = (body) => body;

/** As a form of the fields that are given. */
export const asForm: Encoding = (fields) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.set(name, value instanceof Blob ? value : String(value));
  }
  return form;
};

/** A write, of what a function was called with: ids, then the body if it has one, then options. It may be repeated. */
export function writeOf(method: Method, path: string, args: readonly unknown[], encode: Encoding): Asked {
  const { ids, input, options } = split(path, args, encode !== null);
  const { ifMatch, idempotencyKey = newKey(), waitSeconds, query, ...call } = options;
  const headers = {
    'idempotency-key': idempotencyKey,
    ...(ifMatch !== undefined && { 'if-match': typeof ifMatch === 'string' ? ifMatch : `"${ifMatch.revision}"` }),
    ...(waitSeconds !== undefined && { prefer: `wait=${waitSeconds}` }),
  };
  const params = { path: ids, ...(query && { query }) };
  return {
    method,
    path,
    params,
    headers,
    ...(encode && { body: encode(isObject(input) ? input : {}) }),
    options: call,
  };
}

function split(path: string, args: readonly unknown[], hasInput: boolean) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const ids = Object.fromEntries(names.map((name, index) => [name, args[index]]));
  const rest = args.slice(names.length);
  const [input, options = {}] = hasInput ? rest : [undefined, ...rest];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of the functions say so
  return { ids, input, options: options as WriteOptions<Query> };
}

/** 128 random bits. (`crypto.randomUUID` is not there for pages that came over plain HTTP.) */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
