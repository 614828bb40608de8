import type { Asked, Exchange } from './exchange.js';
import type { Answer, Body, Form, Ids, PathWith, QueryOf, RowOf } from './operation-types.js';
import type { CallOptions, WriteOptions } from './options.js';
import { Parts, Rows, type Query } from './pages.js';
import { asForm, asJson, readOf, writeOf } from './requests.js';

/** Functions that send the operations of the document, typed by it: ids first, then query or body, then options. */
export function createOperations(exchange: Exchange) {
  const send = async <T>(asked: Asked): Promise<T> => (await exchange<T>(asked)).data;
  const partsOf =
    <T>(asked: Asked) =>
    (next: Query | undefined) =>
      exchange<T>(next === undefined ? asked : { ...asked, params: { ...asked.params, query: next } });
  return {
    /** A thing. */
    read:
      <P extends PathWith<'get'>>(path: P) =>
      (...args: [...Ids<P>, options?: CallOptions]): Promise<Answer<'get', P>> =>
        send(readOf(path, args, false)),
    /** The answer to a question. */
    ask:
      <P extends PathWith<'get'>>(path: P) =>
      (...args: [...Ids<P>, query?: QueryOf<'get', P>, options?: CallOptions]): Promise<Answer<'get', P>> =>
        send(readOf(path, args, true)),
    /** The rows of a list. */
    list:
      <P extends PathWith<'get'>>(path: P) =>
      (...args: [...Ids<P>, query?: QueryOf<'get', P>, options?: CallOptions]): Rows<RowOf<'get', P>> =>
        new Rows(partsOf(readOf(path, args, true))),
    /** An answer that comes in parts. */
    parts:
      <P extends PathWith<'get'>>(path: P) =>
      (...args: [...Ids<P>, query?: QueryOf<'get', P>, options?: CallOptions]): Parts<Answer<'get', P>> =>
        new Parts(partsOf(readOf(path, args, true))),
    /** A write with a body. */
    write:
      <M extends 'post' | 'put', P extends PathWith<M>>(method: M, path: P) =>
      (...args: [...Ids<P>, ...Body<M, P>, options?: WriteOptions<QueryOf<M, P>>]): Promise<Answer<M, P>> =>
        send(writeOf(method, path, args, asJson)),
    /** A write without one. */
    act:
      <M extends 'post' | 'delete', P extends PathWith<M>>(method: M, path: P) =>
      (...args: [...Ids<P>, options?: WriteOptions<QueryOf<M, P>>]): Promise<Answer<M, P>> =>
        send(writeOf(method, path, args, null)),
    /** A form with files, which takes as long as it takes. */
    upload:
      <P extends PathWith<'post'>>(path: P) =>
      (...args: [...Ids<P>, form: Form<P>, options?: WriteOptions]): Promise<Answer<'post', P>> => {
        const asked = writeOf('post', path, args, asForm);
        return send({ ...asked, options: { timeoutMs: 0, ...asked.options } });
      },
  };
}
