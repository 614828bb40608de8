import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

// Given: the document, and where its types go.
const [documentPath, target] = process.argv.slice(2);
const text = readFileSync(documentPath, 'utf8');
const document = JSON.parse(text);

const BLOB = ts.factory.createTypeReferenceNode('Blob');

/** Leaves out what the client has no types for: refusals are thrown, and headers are sent and read by itself. */
function simplify({ paths, components }) {
  for (const operation of Object.values(paths).flatMap(Object.values)) {
    operation.parameters = operation.parameters.filter((parameter) => ['path', 'query'].includes(parameter.in));
    for (const [status, response] of Object.entries(operation.responses)) {
      if (status.startsWith('2')) delete response.headers;
      else delete operation.responses[status];
    }
  }
  for (const kind of ['parameters', 'headers', 'responses']) delete components[kind];
  return document;
}

/** Examples are for readers of the document; here they would be half of the file. */
function withoutExamples(node) {
  if (typeof node !== 'object' || node === null) return;
  // A field of that name would have a schema, which is no array.
  if (Array.isArray(node.examples)) delete node.examples;
  Object.values(node).forEach(withoutExamples);
}

withoutExamples(document);
const types = await openapiTS(simplify(document), {
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  // Whether an input may be left out is told by `required`.
  defaultNonNullable: false,
  transform: ({ format }) => (format === 'binary' ? BLOB : undefined),
});
const digest = createHash('sha256').update(text).digest('hex');
writeFileSync(
  target,
  `// Written by \`npm run generate\` from docs/openapi.json (sha256 ${digest}).\n\n` +
    `/** The version of that document. */\n` +
    `export const API_VERSION: string = '${document.info.version}';\n\n` +
    astToString(types),
);
