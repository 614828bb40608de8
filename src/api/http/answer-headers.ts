/** What the document says of a header of an answer. */
interface HeaderFacts {
  description: string;
  schema: Record<string, unknown>;
}

const text = { type: 'string' };
const bytes = { type: 'integer', format: 'int64', minimum: 0 };
const instant = { type: 'string', format: 'date-time' };

/** Every header of an answer that means something to a client: the document has them, and pages of any site see them. */
export const ANSWER_HEADERS = {
  'Accept-Ranges': { description: '`bytes`: a Range is honoured', schema: text },
  Allow: { description: 'The methods that the path has', schema: text },
  'Cache-Control': { description: 'How long the answer may be kept', schema: text },
  'Content-Language': { description: 'The language of its sentences', schema: { type: 'string', enum: ['en', 'ru'] } },
  'Content-Range': { description: 'Which bytes these are, of how many', schema: text },
  ETag: {
    description: 'What tells this state from others: for If-Match and If-None-Match',
    schema: { type: 'string', pattern: '^(W/)?"[!#-~]*"$', examples: ['"3"'] },
  },
  'Last-Modified': { description: 'When the file was written', schema: text },
  Link: {
    description: 'Where the next page is; missing on the last one',
    schema: { type: 'string', examples: ['<http://localhost:3000/api/companies?after=50>; rel="next"'] },
  },
  Location: { description: 'Where it is', schema: { type: 'string', format: 'uri-reference' } },
  'Preference-Applied': { description: 'What of Prefer was honoured', schema: text },
  'Retry-After': {
    description: 'Seconds after which another try is worth it',
    schema: { type: 'integer', format: 'int32', minimum: 0 },
  },
  'Server-Timing': {
    description: 'Whether the answer came from memory, and how long Postgres took if not',
    schema: text,
  },
  'Set-Cookie': { description: 'The cookie of the session, or its end; no page can read it', schema: text },
  'Tus-Extension': { description: 'The extensions of the tus protocol that are there', schema: text },
  'Tus-Resumable': { description: 'The version of the tus protocol', schema: { type: 'string', const: '1.0.0' } },
  'Tus-Version': { description: 'The versions of the tus protocol that are there', schema: text },
  'Upload-Defer-Length': { description: '1: the length is not known yet', schema: text },
  'Upload-Expires': { description: 'When what was not ended is removed', schema: text },
  'Upload-Length': { description: 'Bytes of the whole file', schema: bytes },
  'Upload-Metadata': { description: 'As it was sent', schema: text },
  'Upload-Offset': { description: 'Bytes that are here', schema: bytes },
  Vary: { description: 'What of the request the answer depends on', schema: text },
  'WWW-Authenticate': { description: 'How a key is sent', schema: text },
  'X-Api-Version': { description: 'The version of the document, which is that of the service', schema: text },
  'X-Known-At': { description: 'While the database is away: as of when the answer is known', schema: instant },
  'X-Request-Id': { description: 'The id of the request, by which the log has it', schema: text },
  'X-Server-Time': { description: 'The clock by which the instants of the answer are meant', schema: instant },
  'X-Total-Count': {
    description: 'How many there are in all; 10000: that many or more',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 10_000 },
  },
  'X-Video-Id': {
    description: 'The video that the upload has become',
    schema: { type: 'integer', format: 'int64', minimum: 1 },
  },
} as const satisfies Record<string, HeaderFacts>;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;
