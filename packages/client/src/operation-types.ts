import type { Method } from './exchange.js';
import type { paths } from './openapi.js';

type Operation<M extends Method, P extends keyof paths> = paths[P][M];
/** Paths that have a method. */
export type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

/** The ids that a path asks for, in turn. */
export type Ids<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? [id: Name extends 'id' ? number : string, ...Ids<Rest>]
  : [];

type JsonOf<R> = R extends { content: { 'application/json': infer T } } ? T : never;
/** What is answered, whatever the status of success. */
export type Answer<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { responses: infer R } ? JsonOf<R[keyof R]> : never;
/** The query fields that an operation knows. */
export type QueryOf<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { parameters: { query?: infer Q } } ? Exclude<Q, undefined> : never;

/** The body of a write; it may be left out where an empty one does. */
export type Body<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { requestBody: { content: { 'application/json': infer B } } }
    ? [body: B]
    : Operation<M, P> extends { requestBody?: { content: { 'application/json': infer B } } }
      ? [body?: B]
      : never;
/** The fields of a form. */
export type Form<P extends keyof paths> =
  Operation<'post', P> extends { requestBody: { content: { 'multipart/form-data': infer F } } } ? F : never;

/** A row of a list. */
export type RowOf<M extends Method, P extends keyof paths> = Answer<M, P> extends (infer Row)[] ? Row : never;
