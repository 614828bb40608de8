import express, { type Request, type Response } from 'express';
import { AppError } from '../../domain/errors.js';

/** Room for a sequence of 1,000 ids, many times over. */
const MAX_BODY_BYTES = 256 * 1024;

const parse = express.json({ limit: MAX_BODY_BYTES, type: () => true });

function hasBody(req: Request): boolean {
  return req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;
}

function tooLarge(): AppError {
  return new AppError('payload_too_large', `The body is too large: it may have at most ${MAX_BODY_BYTES} bytes.`);
}

/**
 * Reads a JSON body; none at all counts as an empty object, whose missing fields are then named.
 * @throws AppError `unsupported_media_type`, `payload_too_large`; a body-parser error for what cannot be read.
 */
export async function readJson(req: Request, res: Response): Promise<unknown> {
  if (!hasBody(req)) return {};
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(req.get('content-type') ?? '')) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.');
  }
  if (Number(req.get('content-length')) > MAX_BODY_BYTES) throw tooLarge();
  await new Promise<void>((resolve, reject) => {
    let received = 0;
    // body-parser would read all of a body before it refuses it.
    req.on('data', (bytes: Buffer) => {
      received += bytes.length;
      if (received > MAX_BODY_BYTES) reject(tooLarge());
    });
    parse(req, res, (error: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  const body: unknown = req.body;
  return body;
}
