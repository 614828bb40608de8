/** A page, and the answer that it came in. */
export interface Answered<Page> {
  data: Page;
  response: Response;
}

/** Query fields of a request. */
export type Query = Record<string, unknown>;

/** What comes in pages, one after the other, each fetched when it is asked for. */
export class Pages<Page> implements AsyncIterable<Page> {
  readonly #fetchPage: (next: Query | undefined) => Promise<Answered<Page>>;

  /** @param fetchPage asks for the first page, or for the one that these query fields lead to */
  constructor(fetchPage: (next: Query | undefined) => Promise<Answered<Page>>) {
    this.#fetchPage = fetchPage;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Page, void, undefined> {
    let next: Query | undefined;
    do {
      const { data, response } = await this.#fetchPage(next);
      yield data;
      next = nextQuery(response.headers.get('link'));
    } while (next !== undefined);
  }
}

/** The rows of a list, of all pages. */
export class Rows<Row> implements AsyncIterable<Row> {
  /** The same page by page: with filters a page may be short, even empty, and have a next one. */
  readonly pages: Pages<Row[]>;

  constructor(pages: Pages<Row[]>) {
    this.pages = pages;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    for await (const page of this.pages) yield* page;
  }

  /** The first row; undefined: there is none. */
  async first(): Promise<Row | undefined> {
    for await (const row of this) return row;
    return undefined;
  }

  /** All of them, in memory. */
  async toArray(): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const page of this.pages) rows.push(...page);
    return rows;
  }
}

/**
 * The query of the address that `Link` calls the next one. The rest of that address is not used: the key goes to where
 * the client was told to send it, and nowhere else.
 */
function nextQuery(link: string | null): Query | undefined {
  const [, target] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? [];
  return target === undefined ? undefined : Object.fromEntries(new URL(target, 'http://localhost').searchParams);
}
