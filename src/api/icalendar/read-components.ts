import { invalidFields, type AppError } from '../../domain/errors.js';

/** A property of iCalendar (RFC 5545, 3.1), its name and those of its parameters in capitals. */
export interface Property {
  name: string;
  params: ReadonlyMap<string, string>;
  value: string;
}

/** An event, or another thing of a calendar, by its own properties: those of what lies in it are left out. */
export interface Component {
  /** The line that it begins in, from 1. */
  line: number;
  /** `VEVENT`, `VTODO`. */
  kind: string;
  properties: readonly Property[];
}

interface Line {
  number: number;
  text: string;
}

const MAX_DEPTH = 10;
const MAX_COMPONENTS = 1_000;
const PARAM = '[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*';
const PROPERTY = new RegExp(`^([A-Za-z0-9-]+)((?:;${PARAM})*):([^]*)$`);

const fault = (message: string): AppError => invalidFields([{ field: 'icalendar', message }]);

/** The lines of a text; one that begins with a blank goes on with the one before. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const [index, piece] of text.split(/\r\n|\n|\r/).entries()) {
    const before = lines.at(-1);
    if (/^[ \t]/.test(piece) && before !== undefined) before.text += piece.slice(1);
    else lines.push({ number: index + 1, text: piece });
  }
  return lines.filter((line) => line.text.trim() !== '');
}

function propertyIn({ number, text }: Line): Property {
  const [, name, params = '', value = ''] = PROPERTY.exec(text) ?? [];
  if (name === undefined) throw fault(`line ${number} is not of the form NAME:VALUE`);
  const pairs = params.matchAll(/;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";])*)/g);
  const read = [...pairs].map(([, key = '', text = '']) => [key.toUpperCase(), text.replaceAll('"', '')] as const);
  return { name: name.toUpperCase(), params: new Map(read), value };
}

/**
 * Reads what is in the calendars of a text, but for time zones, which say nothing of days.
 * @throws AppError `validation_failed` that names the line
 */
export function readComponents(text: string): Component[] {
  const found: Component[] = [];
  const open: { line: number; kind: string; properties: Property[] }[] = [];
  for (const line of linesOf(text)) {
    const property = propertyIn(line);
    const kind = property.value.trim().toUpperCase();
    const where = `line ${line.number}`;
    if (property.name === 'BEGIN') {
      if (open.length === MAX_DEPTH) throw fault(`${where} begins a ${kind} within ${MAX_DEPTH} others`);
      if (open.length === 0 && kind !== 'VCALENDAR') throw fault(`${where} begins a ${kind} outside of a VCALENDAR`);
      open.push({ line: line.number, kind, properties: [] });
    } else if (property.name === 'END') {
      const last = open.pop();
      if (last?.kind !== kind)
        throw fault(`${where} ends a ${kind}, and ${last ? last.kind : 'nothing'} is open there`);
      if (open.length === 1 && kind !== 'VTIMEZONE') found.push(last);
      if (found.length > MAX_COMPONENTS) throw fault(`holds more than ${MAX_COMPONENTS} events`);
    } else if (open.length === 0) throw fault(`${where} stands outside of a VCALENDAR`);
    else open.at(-1)?.properties.push(property);
  }
  const [unended] = open;
  if (unended !== undefined) throw fault(`the ${unended.kind} that begins in line ${unended.line} has no END`);
  if (found.length === 0) throw fault('holds no event: it begins with BEGIN:VCALENDAR, and has a VEVENT for each');
  return found;
}
