import { hash } from 'node:crypto';
import { z } from 'zod';
import { invalidFields, type FieldError } from '../../domain/errors.js';
import { canonicalJson } from './canonical-json.js';
import { UUID } from '../../domain/scalars.js';
import { unseenField } from './fields.js';
import type { Given } from './given.js';
import { lineFault } from './line-text.js';
import { readInstant } from '../../domain/instant-text.js';

type Fields = Readonly<Record<string, unknown>>;

/** What is shown of a noun that may be written back. */
export type Shown = Fields & { id: number; read_mark: string };

/** Every noun with a PUT shows this field. */
export const readMark = z.string().meta({
  description: 'Of what was read. Sent back with the rest, it keeps what you did not change as it is by then',
});

/** What an answer says, but for its mark. */
export type Unmarked<A extends z.ZodType> = Omit<z.input<A>, 'read_mark'>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same for an instant in any form, a uuid in any case, and an address by any name of the host. */
function meaningOf(value: unknown): unknown {
  if (typeof value === 'string') {
    return readInstant(value) ?? (UUID.test(value) ? value.toLowerCase() : value.replace(/^https?:\/\/[^/?#]*/i, ''));
  }
  if (Array.isArray(value)) return value.map(meaningOf);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, meaningOf(one)]));
}

const meaning = (value: unknown): string => canonicalJson(meaningOf(value) ?? null);
const digest = (value: unknown): string => hash('sha256', meaning(value), 'base64url').slice(0, 10);

/** Whether a field that may be set, as it was checked, says what is shown; an instant is checked into a number. */
function isAsShown(checked: unknown, shown: unknown): boolean {
  const isInstant = typeof checked === 'number' && typeof shown === 'string';
  return canonicalJson(checked ?? null) === canonicalJson((isInstant ? readInstant(shown) : shown) ?? null);
}

const pick = (from: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, from[name]]));

function isOnlyRead(field: string, present: unknown): FieldError {
  const is = typeof present === 'object' && present !== null ? '' : `, and is ${JSON.stringify(present)}`;
  return { field, message: `is only read${is}: leave it out, or send it as it was read`, code: 'read_only' };
}

/** A field that is only read: any value comes in, and is compared; the document says what it is. */
const onlyRead = (shown: unknown): z.ZodType => z.unknown().meta({ shownAs: shown }).optional();

/**
 * What may be written of a noun that is read, changed and sent back whole.
 *
 * A field that is only read is taken as long as it is as it was read, and refused by name otherwise. The mark tells: the
 * service moves many such fields on by itself (`used_bytes`, `live`, `last_rotation_at`), and whoever sends them back
 * does not mean to set them. Without the mark, they are held to the present.
 *
 * Some fields that may be set are moved on, too: each rotation moves `active_video_id`. In what is sent back whole, one
 * that is as it was read stays as it is by now. Sent alone, it asks for its value as ever.
 *
 * A text of one line that holds what cannot be seen may be left as it was read: titles are older than that rule.
 *
 * The mark has a digest of what is only read, one of each such field that may be set, and one that holds these together.
 */
export class WrittenBack<C extends z.ZodRawShape> {
  /** The body of a PUT. Of what is only read, its type says nothing. */
  readonly body: z.ZodType<z.output<z.ZodObject<C>>>;
  readonly #writable: readonly string[];
  readonly #readOnly: readonly string[];
  readonly #moving: readonly string[];
  readonly #lines: ReadonlySet<string>;

  /**
   * @param id the body's name in the document. @param changes what may be set. @param answer what a GET shows.
   * @param more.moving what may be set, and is moved on by the service, or asks for something even as it is.
   * @param more.onlyOfPut what else the answer to a PUT has; it is held to the present.
   */
  constructor(
    id: string,
    changes: z.ZodObject<C>,
    answer: z.ZodObject,
    more: { moving?: readonly (keyof C & string)[]; onlyOfPut?: z.ZodRawShape } = {},
  ) {
    const { moving = [], onlyOfPut = {} } = more;
    const isReadOnly = (name: string): boolean => !(name in changes.shape);
    this.#writable = Object.keys(changes.shape);
    this.#readOnly = Object.keys(answer.shape).filter((name) => isReadOnly(name) && name !== 'read_mark');
    this.#moving = moving;
    const shown = Object.entries({ ...answer.shape, ...onlyOfPut }).filter(([name]) => isReadOnly(name));
    const lines = Object.entries(changes.shape).flatMap(([name, field]) => {
      const line = field instanceof z.ZodType ? unseenField(field) : null;
      return line === null ? [] : [[name, line] as const];
    });
    this.#lines = new Set(lines.map(([name]) => name));
    const shape = {
      ...changes.shape,
      ...Object.fromEntries(lines),
      ...Object.fromEntries(shown.map(([name, field]) => [name, onlyRead(field)])),
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fields to set are those of `changes`
    this.body = z.strictObject(shape).meta({ id }) as unknown as typeof this.body;
  }

  /** The view with its mark. */
  marked<V extends { id: number }>(view: V): V & { read_mark: string } {
    const parts = [pick({ ...view }, this.#readOnly), ...this.#moving.map((name) => (({ ...view }) as Fields)[name])];
    return { ...view, read_mark: seal(view.id, parts.map(digest)) };
  }

  /**
   * What a body changes. Fields that it says as they are shown are left out.
   * @param shown the view of the thing as the write's transaction finds it.
   * @throws AppError `validation_failed` that names each field that is only read, and was changed, and each text with
   *   something in it that cannot be seen.
   */
  changes(body: z.output<z.ZodObject<C>>, shown: Shown): Given<Partial<z.output<z.ZodObject<C>>>> {
    const sent: Fields = { ...body };
    const parts = partsOf(shown.id, sent['read_mark']);
    const isWhole = Object.keys(sent).some((name) => !this.#writable.includes(name));
    const changed = this.#writable.filter((name) => {
      if (sent[name] === undefined) return false;
      const place = this.#moving.indexOf(name);
      if (place < 0) return !isAsShown(sent[name], shown[name]);
      return !isWhole || !(parts?.[place + 1] === digest(sent[name]) || isAsShown(sent[name], shown[name]));
    });
    const faults = [...this.#faults(sent, shown, parts), ...this.#lineFaults(pick(sent, changed))];
    if (faults.length > 0) throw invalidFields(faults);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fields of the body, by their names
    return pick(sent, changed) as Given<Partial<z.output<z.ZodObject<C>>>>;
  }

  #lineFaults(changed: Fields): FieldError[] {
    return Object.entries(changed).flatMap(([field, value]) => {
      const message = this.#lines.has(field) && typeof value === 'string' ? lineFault(value) : null;
      return message === null ? [] : [{ field, message, code: 'wrong_format' as const }];
    });
  }

  #faults(sent: Fields, shown: Shown, parts: readonly string[] | null): FieldError[] {
    const isAsRead = parts?.[0] === digest(pick(sent, this.#readOnly));
    const isChanged = ([name, value]: [string, unknown]): boolean => {
      if (value === undefined || this.#writable.includes(name)) return false;
      if (name === 'read_mark') return parts === null;
      const isMarked = isAsRead && name !== 'id' && this.#readOnly.includes(name);
      return !isMarked && meaning(value) !== meaning(shown[name]);
    };
    return Object.entries(sent)
      .filter(isChanged)
      .map(([name]) => isOnlyRead(name, shown[name]));
  }
}

const seal = (id: number, parts: readonly string[]): string => [...parts, digest([id, ...parts])].join('.');

/** The digests of a mark; null: it is none that was made for this id. */
function partsOf(id: number, mark: unknown): readonly string[] | null {
  if (typeof mark !== 'string') return null;
  const parts = mark.split('.').slice(0, -1);
  return seal(id, parts) === mark ? parts : null;
}
