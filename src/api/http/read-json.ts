import express, { type Request, type Response } from 'express';
import { AppError } from '../../domain/errors.js';
import { decoderOf, type Decode } from './decode-text.js';
import { jsonFault, placeIn } from './json-fault.js';
import { parseMediaType } from './media-type.js';
import { repeatedName } from './repeated-name.js';

/** Room for a sequence of 1,000 ids, many times over. */
const MAX_BODY_BYTES = 256 * 1024;

/** A text that may be sent by itself, as the one field of a body. */
export interface TextBody {
  contentType: string;
  field: string;
  maxBytes: number;
}

function hasBody(req: Request): boolean {
  return req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;
}

const malformed = (detail: string, cause?: unknown): AppError => new AppError('malformed_request', detail, { cause });

const tooLarge = (maxBytes: number): AppError =>
  new AppError('payload_too_large', `The body is too large: it may have at most ${maxBytes} bytes.`);

/** What a body is read as, by its Content-Type. */
interface Reading {
  decode: Decode;
  maxBytes: number;
  toBody: (text: string) => unknown;
}

/** @throws AppError `unsupported_media_type` */
function readingOf(req: Request, textBody: TextBody | undefined): Reading {
  const type = parseMediaType(req.get('content-type') ?? '');
  const charset = type?.params.get('charset');
  if (type !== null && /^application\/(?:[\w.-]+\+)?json$/.test(type.essence)) {
    return { decode: decoderOf(charset), maxBytes: MAX_BODY_BYTES, toBody: parsed };
  }
  if (textBody !== undefined && type?.essence === textBody.contentType) {
    const { field, maxBytes } = textBody;
    return { decode: decoderOf(charset), maxBytes, toBody: (text) => ({ [field]: text }) };
  }
  const or = textBody === undefined ? '' : ` or ${textBody.contentType}`;
  throw new AppError('unsupported_media_type', `Send the body as application/json${or}.`);
}

async function receiveBody(req: Request, res: Response, maxBytes: number): Promise<Buffer> {
  if (Number(req.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
  const receive = express.raw({ limit: maxBytes, type: () => true });
  await new Promise<void>((resolve, reject) => {
    let received = 0;
    // body-parser would read all of a body before it refuses it.
    req.on('data', (bytes: Buffer) => {
      received += bytes.length;
      if (received > maxBytes) reject(tooLarge(maxBytes));
    });
    receive(req, res, (error: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  const body: unknown = req.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function parsed(text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw malformed(`The body is not JSON: ${jsonFault(text)}.`, error);
  }
  const repeated = repeatedName(text);
  if (repeated === null) return body;
  const { name, index } = repeated;
  const which = /^[\w.-]{1,50}$/.test(name) ? name : 'a field';
  throw malformed(`The body names ${which} again in ${placeIn(text, index)}: name each field of an object once.`);
}

/**
 * Reads a JSON body; none at all counts as an empty object, whose missing fields are then named.
 * @param textBody what may be sent instead
 * @throws AppError `malformed_request`, `unsupported_media_type`, `payload_too_large`; an error of body-parser for what
 *   cannot be received.
 */
export async function readJson(req: Request, res: Response, textBody?: TextBody): Promise<unknown> {
  if (!hasBody(req)) return {};
  const { decode, maxBytes, toBody } = readingOf(req, textBody);
  const bytes = await receiveBody(req, res, maxBytes);
  if (bytes.length === 0) return {};
  const text = decode(bytes);
  if (text === null) throw malformed('The body is not in the charset that its Content-Type names.');
  const body = toBody(text);
  if (typeof body !== 'object' || body === null) throw malformed('The body must be a JSON object.');
  return body;
}
