import type { Express, Request } from 'express';
import { AppError } from '../../domain/errors.js';
import { idText } from '../http/text-fields.js';
import { passing, type RequestTools } from '../http/register-routes.js';
import { sendAnswer } from '../http/answer.js';
import { ASSETS, consoleFiles } from './console-files.js';
import { consolePage } from './console-page.js';
import type { MediaOrigins } from './media-origins.js';

/** The company that an address of the console is about; null: none. */
function companyIn({ path }: Request): number | null {
  const [, text] = /^\/c\/([^/]+)(?:\/|$)/.exec(path) ?? [];
  const { success, data } = idText.safeParse(text);
  return success ? data : null;
}

const wantsPage = ({ headers: { accept = '' } }: Request): boolean => accept.includes('text/html');

/**
 * Serves the console: one page for all of its addresses, and the files of the build; and leads browsers there that ask
 * for `/`. Behind the routes: what these serve below `/console` comes first.
 */
export function mountConsole(app: Express, folder: string, mediaOrigins: MediaOrigins, tools: RequestTools): void {
  app.use('/console', consoleFiles(folder));
  const page = passing(tools, '/console', async ({ req, res }) => {
    if (req.path.startsWith(ASSETS)) throw new AppError('not_found', 'This build of the console has no such file.');
    const company = companyIn(req);
    sendAnswer(res, await consolePage(folder, company === null ? [] : await mediaOrigins(company)));
  });
  app.use('/console', (req, res, next) => (req.method === 'GET' || req.method === 'HEAD' ? page(req, res) : next()));
  const lead = passing(tools, '/', async ({ res }) => {
    res.set({ 'Cache-Control': 'no-cache', Vary: 'Accept' }).redirect('/console/');
  });
  app.get('/', (req, res, next) => (wantsPage(req) ? lead(req, res) : next()));
}
