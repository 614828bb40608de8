/** What was answered, and the answer itself. */
export interface Answered<T> {
  data: T;
  response: Response;
}

/** Query fields of a request. */
export type Query = Record<string, unknown>;

/** Asks for the first part, or for the one that these query fields lead to. */
type FetchPart<Part> = (next: Query | undefined) => Promise<Answered<Part>>;

/** A page of a list. With filters it may be short, even empty, and have a next one. */
export interface Page<Row> {
  rows: Row[];
  /** What leads to the next page; undefined: this is the last. */
  next: Query | undefined;
  /** How many rows there are on all pages, where the service says so. */
  total: number | undefined;
}

/** An answer that comes in parts, each fetched when it is asked for. */
export class Parts<Part> implements AsyncIterable<Part> {
  readonly #fetchPart: FetchPart<Part>;

  constructor(fetchPart: FetchPart<Part>) {
    this.#fetchPart = fetchPart;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Part, void, undefined> {
    for await (const { data } of answersOf(this.#fetchPart)) yield data;
  }
}

/** The rows of a list, of all pages, each fetched when it is asked for. */
export class Rows<Row> implements AsyncIterable<Row> {
  readonly #fetchPage: FetchPart<Row[]>;

  constructor(fetchPage: FetchPart<Row[]>) {
    this.#fetchPage = fetchPage;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    for await (const { rows } of this.pages()) yield* rows;
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<Page<Row>, void, undefined> {
    for await (const answered of answersOf(this.#fetchPage)) yield pageOf(answered);
  }

  /** One page: the first, or the one that `next` of another leads to. */
  async page(next?: Query): Promise<Page<Row>> {
    return pageOf(await this.#fetchPage(next));
  }

  /** The first row; undefined: there is none. */
  async first(): Promise<Row | undefined> {
    for await (const row of this) return row;
    return undefined;
  }

  /** All of them, in memory. */
  async toArray(): Promise<Row[]> {
    const all: Row[] = [];
    for await (const { rows } of this.pages()) all.push(...rows);
    return all;
  }
}

async function* answersOf<Part>(fetchPart: FetchPart<Part>): AsyncGenerator<Answered<Part>, void, undefined> {
  let next: Query | undefined;
  do {
    const answered = await fetchPart(next);
    yield answered;
    next = nextQuery(answered.response.headers);
  } while (next !== undefined);
}

function pageOf<Row>({ data, response: { headers } }: Answered<Row[]>): Page<Row> {
  const total = headers.get('x-total-count');
  return { rows: data, next: nextQuery(headers), total: total === null ? undefined : Number(total) };
}

/**
 * The query of the address that `Link` calls the next one. The rest of that address is not used: the key goes to where
 * the client was told to send it, and nowhere else.
 */
function nextQuery(headers: Headers): Query | undefined {
  const [, target] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(headers.get('link') ?? '') ?? [];
  return target === undefined ? undefined : Object.fromEntries(new URL(target, 'http://localhost').searchParams);
}
