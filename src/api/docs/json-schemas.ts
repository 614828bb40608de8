import { z } from 'zod';
import { INT4_MAX } from '../http/fields.js';
import { EXAMPLES } from './examples.js';

/** A JSON Schema, or any object of the document. */
export type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that says itself what it takes (`saidAs`) is taken at its word, as zod sees only what it does. */
function useOwnWords({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }): void {
  const { json: own, shownAs, id: _id, ...said } = z.globalRegistry.get(zodSchema) ?? {};
  const json = shownAs instanceof z.ZodType ? { ...fieldJson(shownAs), readOnly: true } : own;
  if (!isRecord(json)) return;
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  Object.assign(jsonSchema, json, said);
}

/** What an answer says of a field. What it refers to by name is gathered with the answer. */
function fieldJson(field: z.ZodType): Json {
  const { properties } = z.toJSONSchema(z.object({ field }), { io: 'output', override: useOwnWords });
  const { field: json } = properties ?? {};
  return isRecord(json) ? json : {};
}

/** `{anyOf: [{type: 'string'}, {type: 'null'}]}` as `{type: ['string', 'null']}`, which more generators understand. */
function withNullInType(schema: Json): Json {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [value, none]: unknown[] = anyOf;
  if (!isRecord(value) || !isRecord(none) || none['type'] !== 'null') return schema;
  if (typeof value['type'] !== 'string' || 'const' in value) return schema;
  const values = Array.isArray(value['enum']) ? { enum: [...value['enum'], null] } : {};
  return { ...value, ...values, type: [value['type'], 'null'], ...rest };
}

/** Without a format, generators for languages with two kinds of integers take the smaller one. */
function withIntegerFormat(schema: Json): Json {
  if (schema['type'] !== 'integer' || 'format' in schema) return schema;
  const { minimum, maximum } = schema;
  const isSmall = typeof maximum === 'number' && maximum <= INT4_MAX;
  const { minimum: _, ...rest } = schema;
  return { ...(minimum === Number.MIN_SAFE_INTEGER ? rest : schema), format: isSmall ? 'int32' : 'int64' };
}

function tidySchema(found: Json): Json {
  const { example, propertyNames: _, ...schema } = found;
  const { $ref } = schema;
  return withIntegerFormat(
    withNullInType({
      ...schema,
      ...(typeof $ref === 'string' && { $ref: $ref.replace('#/$defs/', '#/components/schemas/') }),
      ...(example !== undefined && { examples: [example] }),
    }),
  );
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isRecord(value)) return value;
  const { properties, ...schema } = value;
  const inner = Object.entries(schema).map(([key, one]) => [key, key.startsWith('example') ? one : tidy(one)]);
  return {
    ...tidySchema(Object.fromEntries(inner)),
    ...(isRecord(properties) && { properties: tidyEach(properties) }),
  };
}

/** Of names and schemas: a field may be called as a word of JSON Schema is. */
const tidyEach = (schemas: Json): Json =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, tidy(schema)]));

/** What an answer says may become more: a client is to pass over fields that it does not know. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([key, one]) => !(key === 'additionalProperties' && one === false));
  return Object.fromEntries(entries.map(([key, one]) => [key, key.startsWith('example') ? one : open(one)]));
}

/** Turns schemas of zod into those of the document, and gathers the named ones. */
export class JsonSchemas {
  readonly #named = new Map<string, unknown>();
  /** The names of what requests say: it is strict wherever it stands. */
  readonly #ofRequests = new Set<string>();

  /** The named schemas: what only answers say is open. */
  get components(): Json {
    return Object.fromEntries(
      [...this.#named].map(([name, schema]) => [name, this.#ofRequests.has(name) ? schema : open(schema)]),
    );
  }

  /**
   * @param io what a request may say, or what an answer says: they differ where a value is made of another.
   * @throws Error when one name stands for two schemas
   */
  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const json = this.#read(z.object({ it: schema }), io)['it'] ?? {};
    const said = io === 'input' ? json : open(json);
    return isRecord(said) ? said : {};
  }

  /** The fields of an object, each by itself, and whether it has to be given. */
  fieldsOf(schema: z.ZodObject): { name: string; isRequired: boolean; schema: Json }[] {
    return Object.entries(this.#read(schema, 'input')).map(([name, json]) => ({
      name,
      isRequired: !z.safeParse(schema.shape[name] ?? z.any(), undefined).success,
      schema: json,
    }));
  }

  #read(schema: z.ZodObject, io: 'input' | 'output'): Record<string, Json> {
    const { $defs = {}, properties = {} } = z.toJSONSchema(schema, { io, override: useOwnWords });
    for (const [name, definition] of Object.entries($defs)) {
      this.#add(name, tidy(definition));
      if (io === 'input') this.#ofRequests.add(name);
    }
    const read = Object.entries(properties).map(([name, json]): [string, Json] => {
      const tidied = tidy(json);
      return [name, isRecord(tidied) ? tidied : {}];
    });
    return Object.fromEntries(read);
  }

  #add(name: string, schema: unknown): void {
    const example = EXAMPLES[name];
    const added = isRecord(schema) && example !== undefined ? { ...schema, examples: [example] } : schema;
    const known = this.#named.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(added)) {
      throw new Error(`Two schemas are called ${name}.`);
    }
    this.#named.set(name, added);
  }
}
