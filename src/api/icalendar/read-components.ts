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

/** Pieces of text that are read at a stretch. */
const STRETCH = 100;

/** The lines of a text; one that begins with a blank goes on with the one before. Null: a stretch was read. */
function* linesOf(text: string): Generator<Line | null> {
  const endOfLine = /\r\n|\n|\r/g;
  let line: Line = { number: 1, text: '' };
  for (let [number, from, isOver] = [1, 0, false]; !isOver; number += 1) {
    const end = endOfLine.exec(text);
    const piece = text.slice(from, end?.index ?? text.length);
    if (number > 1 && /^[ \t]/.test(piece)) line.text += piece.slice(1);
    else {
      if (line.text.trim() !== '') yield line;
      line = { number, text: piece };
    }
    if (number % STRETCH === 0) yield null;
    isOver = end === null;
    from = endOfLine.lastIndex;
  }
  if (line.text.trim() !== '') yield line;
}

function propertyIn({ number, text }: Line): Property {
  const [, name, params = '', value = ''] = PROPERTY.exec(text) ?? [];
  if (name === undefined) throw fault(`line ${number} is not of the form NAME:VALUE`);
  const pairs = params.matchAll(/;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";])*)/g);
  const read = [...pairs].map(([, key = '', text = '']) => [key.toUpperCase(), text.replaceAll('"', '')] as const);
  return { name: name.toUpperCase(), params: new Map(read), value };
}

/** A component that is not ended yet. */
interface OpenComponent {
  line: number;
  kind: string;
  properties: Property[];
}

/** Takes one line in. @throws AppError `validation_failed` that names it */
function takeLine(line: Line, open: OpenComponent[], found: Component[]): void {
  const property = propertyIn(line);
  const kind = property.value.trim().toUpperCase();
  const where = `line ${line.number}`;
  if (property.name === 'BEGIN') {
    if (open.length === MAX_DEPTH) throw fault(`${where} begins a ${kind} within ${MAX_DEPTH} others`);
    if (open.length === 0 && kind !== 'VCALENDAR') throw fault(`${where} begins a ${kind} outside of a VCALENDAR`);
    open.push({ line: line.number, kind, properties: [] });
  } else if (property.name === 'END') {
    const last = open.pop();
    if (last?.kind !== kind) throw fault(`${where} ends a ${kind}, and ${last ? last.kind : 'nothing'} is open there`);
    if (open.length === 1 && kind !== 'VTIMEZONE') found.push(last);
    if (found.length > MAX_COMPONENTS)
      throw fault(`${where} ends event ${found.length}; ${MAX_COMPONENTS} are possible`);
  } else if (open.length === 0) throw fault(`${where} stands outside of a VCALENDAR`);
  else open.at(-1)?.properties.push(property);
}

/**
 * Reads what is in the calendars of a text, but for time zones, which say nothing of days; a stretch at each step.
 * @throws AppError `validation_failed` that names the line
 */
export function* readingComponents(text: string): Generator<undefined, Component[]> {
  const found: Component[] = [];
  const open: OpenComponent[] = [];
  for (const line of linesOf(text)) {
    if (line === null) yield;
    else takeLine(line, open, found);
  }
  const [unended] = open;
  if (unended !== undefined) throw fault(`the ${unended.kind} that begins in line ${unended.line} has no END`);
  if (found.length === 0) throw fault('holds no event: it begins with BEGIN:VCALENDAR, and has a VEVENT for each');
  return found;
}
