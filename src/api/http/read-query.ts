import { parse, type ParsedUrlQuery } from 'node:querystring';
import { percentDecoded } from './decode-text.js';

/**
 * Reads a query. Node would make U+FFFD of bytes that are not UTF-8, and leave out what comes after 1,000 fields; how
 * many there can be is bounded by the size of the headers.
 */
export const readQuery = (query: string | null): ParsedUrlQuery =>
  parse(query ?? '', '&', '=', { decodeURIComponent: (text) => percentDecoded(text) ?? '', maxKeys: 0 });
