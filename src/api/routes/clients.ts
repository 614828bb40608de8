import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../domain/errors.js';
import type { ApiDeps } from '../api-deps.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { isNoneMatch } from '../http/preconditions.js';

/** What is fixed reaches everybody within an hour. */
const CACHE_CONTROL = 'public, max-age=3600';

interface ClientFile {
  bytes: Buffer;
  tag: string;
}

/** A build with the tag of its bytes. @throws AppError `not_found` where nothing was built */
async function readClient(folder: string, name: string): Promise<ClientFile> {
  try {
    const bytes = await readFile(join(folder, name));
    return { bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"` };
  } catch (error) {
    throw new AppError('not_found', `${name} was not built: npm run build does.`, { cause: error });
  }
}

interface ClientFacts extends Pick<Route, 'operationId' | 'tag' | 'summary' | 'description'> {
  name: string;
  contentType: string;
}

/** Hands out a build, which is read once. */
function clientRoute(folder: string, { name, contentType, ...facts }: ClientFacts): Route {
  let held: ClientFile | undefined;
  return defineRoute({
    ...facts,
    method: 'get',
    path: `/clients/${name}`,
    access: 'public',
    responses: {
      200: { description: 'The build', contentType, headers: ['ETag', 'Cache-Control'] },
      304: { description: 'The build that If-None-Match names is the present one', headers: ['Cache-Control'] },
    },
    problems: ['not_found'],
    handler: async ({ incoming: { req } }) => {
      const { bytes, tag } = (held ??= await readClient(folder, name));
      const headers = { ETag: tag, 'Cache-Control': CACHE_CONTROL };
      if (isNoneMatch(req.get('if-none-match'), tag)) return { status: 304, headers };
      return { status: 200, body: bytes, headers: { ...headers, 'Content-Type': contentType } };
    },
  });
}

/** What programs and pages anywhere load from here. */
export const clientRoutes = ({ settings: { clientsFolder } }: ApiDeps): Route[] => [
  clientRoute(clientsFolder, {
    name: 'client.tgz',
    contentType: 'application/gzip',
    operationId: 'getClient',
    tag: 'Service',
    summary: 'The typed client of this API, for Node and browsers',
    description: 'An npm package: `npm install <this address>`. Its README says how it is used.',
  }),
  clientRoute(clientsFolder, {
    name: 'follow-1.js',
    contentType: 'text/javascript',
    operationId: 'getFollow',
    tag: 'AR clients',
    summary: 'What follows and plays the active video in a browser',
    description:
      'An ES module that exports `follow` and `player`. The number is that of their interface: what works with it goes on working.',
  }),
  clientRoute(clientsFolder, {
    name: 'view-1.js',
    contentType: 'text/javascript',
    operationId: 'getViewScript',
    tag: 'AR clients',
    summary: 'What starts the page `/view/{unique_id}`',
  }),
];
