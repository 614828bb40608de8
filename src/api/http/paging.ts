import type { Page } from '../../db/pages.js';
import { idText, wholeNumberText } from './text-fields.js';
import { ok, type Answer } from './answer.js';
import type { Incoming } from './define-route.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** The query fields of every list. */
export const pageFields = {
  limit: wholeNumberText(1, MAX_LIMIT).default(DEFAULT_LIMIT).meta({
    description: 'The most rows of a page; with filters it may have fewer, even none, and a Link header to the next',
  }),
  after: idText.optional().meta({ description: 'The last id of the page before; the Link header has it' }),
};

type Asked = Pick<Incoming, 'req' | 'baseUrl'>;

/** A bare array; when more may follow, `Link` says where. */
export function listAnswer<T>(asked: Asked, { rows, next }: Page<T>, view: (row: T) => object): Answer {
  const body = rows.map(view);
  return next === null ? ok(body) : ok(body, linkToNext(asked, { after: String(next) }));
}

/** The header that leads to the next part of an answer: the same request with these query fields. */
export function linkToNext({ req, baseUrl }: Asked, fields: Record<string, string>): Record<string, string> {
  const url = new URL(req.originalUrl, 'http://localhost');
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return { Link: `<${baseUrl}${url.pathname}${url.search}>; rel="next"` };
}
