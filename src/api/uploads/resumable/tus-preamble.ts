import { TUS_RESUMABLE } from '@tus/server';
import type { NextFunction, Request, Response } from 'express';

const PATH = /^\/api\/ar-content\/\d+\/videos\/resumable(?:\/[^/]+)?$/;

/** What the protocol wants of every answer, refusals and preflights too; to be mounted in front of CORS. */
export function tusPreamble(req: Request, res: Response, next: NextFunction): void {
  if (!PATH.test(req.path)) return next();
  res.set({ 'Tus-Resumable': TUS_RESUMABLE, 'Tus-Version': TUS_RESUMABLE });
  if (req.method === 'OPTIONS') {
    res.set('Tus-Extension', 'creation,creation-with-upload,creation-defer-length,termination,expiration');
  }
  const meant = req.get('x-http-method-override');
  // For clients behind something that lets neither through.
  if (req.method === 'POST' && (meant === 'PATCH' || meant === 'DELETE')) req.method = meant;
  next();
}
