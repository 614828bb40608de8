import { createExchange } from './exchange.js';
import { nouns } from './nouns.js';
import { createOperations } from './operations.js';
import type { ClientOptions } from './options.js';

/** A client of the service: `client.contents.list()`, `client.schedules.pause(7)`. */
export type Client = ReturnType<typeof nouns>;

/**
 * A client of the service, for Node and browsers. Every function takes the ids of its address first, then what is sent
 * or asked, then options. Writes carry an Idempotency-Key, so each call goes on trying where that is worth it.
 */
export const createClient = (service: ClientOptions): Client => nouns(createOperations(createExchange(service)));

export type * from './openapi.js';
export type { CallOptions, ClientOptions, WriteOptions } from './options.js';
export { Parts, Rows, type Page } from './pages.js';
export { ProblemError, type FieldError } from './problem-error.js';
export type { Patience } from './retries.js';
