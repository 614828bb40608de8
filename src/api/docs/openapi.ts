import type { Route } from '../http/define-route.js';
import { eventOperations } from './event-operations.js';
import { JsonSchemas, type Json } from './json-schemas.js';
import { parameterComponents, parametersOf } from './parameters.js';
import { headerComponents, responsesOf } from './responses.js';

/** Uploaded files, by field: what they may be. */
const PART_TYPES = {
  file: { contentType: 'video/mp4, video/webm, video/quicktime' },
  thumbnail: { contentType: 'image/jpeg, image/png, image/webp' },
};

function requestBodyOf({ body, upload, bytes, textBody }: Route, schemas: JsonSchemas): Json | undefined {
  if (upload !== undefined) {
    const form = { schema: schemas.of(upload, 'input'), encoding: PART_TYPES };
    return { required: true, content: { 'multipart/form-data': form } };
  }
  if (bytes !== undefined) return { required: false, content: { [bytes]: { schema: BINARY } } };
  if (body === undefined) return undefined;
  const required = !body.safeParse({}).success; // None at all counts as an empty object.
  const text = textBody && { [textBody.contentType]: { schema: { type: 'string' } } };
  return { required, content: { 'application/json': { schema: schemas.of(body, 'input') }, ...text } };
}

const BINARY = { type: 'string', format: 'binary' };

function operationOf(route: Route, schemas: JsonSchemas, shared: Json): Json {
  const { operationId, tag, summary, description, access } = route;
  const requestBody = requestBodyOf(route, schemas);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: access === 'public' ? [] : [{ apiKey: [] }],
    parameters: parametersOf(route, schemas),
    ...(requestBody && { requestBody }),
    responses: responsesOf(route, schemas, shared),
  };
}

const DESCRIPTION = `Decides which video an AR content shows, and switches it at the exact instant.

Send a key as \`Authorization: Bearer <key>\`. A page of the service whose browser is signed in (\`POST /api/session\`)
sends \`X-Console: 1\` instead, with the cookie, and with writes \`Origin\`. Answers say instants in ISO 8601 with milliseconds and \`Z\`. Lists are
bare arrays; \`Link: <…>; rel="next"\` leads to the next page. A PUT changes the given fields only; null clears. Unknown
fields are refused, and every fault is an RFC 9457 problem with a stable \`code\`.

What was read may be changed and sent back whole. Fields that are only read are taken as they were read, and refused by
name when they were changed. With its \`read_mark\`, an object may be out of date: what you did not change of it stays as
the service has moved it on since (\`active_video_id\`, \`next_rotation_at\`, \`used_bytes\`); what others have set since
is overwritten, unless \`If-Match\` forbids it. Without the mark, fields that are only read are held to the present. A
field sent alone asks for its value, also for one that it had when it was read.

Text is UTF-8, in bodies, forms, addresses and metadata; what is not is refused by the name of its field. A charset that
a JSON body, a form or a part of one declares is decoded, or refused with 415. Titles, names and notes are one line that
can be seen: control characters, signs that turn or hide other text and noncharacters are refused with 422, by U+XXXX
and position (in characters, from 1). Joiners, variation selectors, U+200E and U+200F may stand in it, U+200B between
words of Khmer, Lao, Burmese and Thai, and tags in the flag of a region. In the name of a file that becomes a title they
are left out.

In queries and forms everything is text: true, t, yes, y, on and 1 are true, and false, f, no, n, off and 0 are false, in
any letter case; whole numbers are read as Python reads them (\`+5\`, \`5.0\`); blanks around a value are passed over, and
an optional field that is blank counts as not given. \`None\` and \`null\` are texts. In JSON a boolean is true or false,
or 1 or 0 as in the former system, a number is never a text, and null is none.

Any request may also be refused by what it is: 400 \`malformed_request\` for what is no HTTP/1.1, 408 \`request_timeout\`,
417 \`expectation_failed\` and 431 \`headers_too_large\`, after each of which the connection is closed.`;

/** The OpenAPI 3.1 document of exactly these routes. @param version of the service. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const schemas = new JsonSchemas();
  const responses: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method] = operationOf(route, schemas, responses);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Video rotation service for AR', version, description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    webhooks: eventOperations(),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      parameters: parameterComponents(),
      headers: headerComponents(),
      responses,
      schemas: schemas.components,
    },
  };
}
