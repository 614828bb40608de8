import type { IncomingMessage } from 'node:http';

/**
 * The values of a header (its name in lower case), line by line. Taken from the raw list: `req.headers` would be built
 * for each request from all of them, and has only the first of two lines of Host.
 */
export function rawValues({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const one = rawHeaders[i];
    if (one?.length === name.length && one.toLowerCase() === name) values.push(rawHeaders[i + 1] ?? '');
  }
  return values;
}
