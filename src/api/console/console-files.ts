import { extname } from 'node:path';
import express, { type Request, type RequestHandler, type Response } from 'express';

/** Where the build puts files whose names tell their content. */
export const ASSETS = '/assets/';
const YEAR = 'public, max-age=31536000, immutable';
/** What the build puts behind the name of a file that it compressed. */
const ZIPPED = '.gz';

function setHeaders(res: Response, path: string): void {
  res.set({ 'Cache-Control': path.includes(ASSETS) ? YEAR : 'no-cache', Vary: 'Accept-Encoding' });
  if (path.endsWith(ZIPPED)) res.set('Content-Encoding', 'gzip').type(extname(path.slice(0, -ZIPPED.length)));
}

const takesZipped = (req: Request): boolean => req.acceptsEncodings('gzip', 'identity') === 'gzip';

/**
 * The files of the build, all but its page; compressed for whoever takes that, where the build has them so. The ETag is
 * that of the bytes that are sent.
 */
export function consoleFiles(folder: string): RequestHandler {
  const serve = express.static(folder, { index: false, redirect: false, cacheControl: false, setHeaders });
  return (req, res, next) => {
    if (req.path === '/index.html' || req.path.endsWith(ZIPPED)) return next();
    if (!takesZipped(req)) return serve(req, res, next);
    const { url, path } = req;
    req.url = path + ZIPPED;
    serve(req, res, (fault?: unknown) => {
      req.url = url;
      if (fault === undefined) serve(req, res, next);
      else next(fault);
    });
  };
}
