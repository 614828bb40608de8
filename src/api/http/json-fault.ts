import { nameOf } from './text.js';

const CHARACTERS = String.raw`(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*`;

/** One piece of JSON (RFC 8259): a sign, a text, or a number or word. */
const PIECE = new RegExp(
  String.raw`([{}[\],:])|("${CHARACTERS}")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`,
  'y',
);
const BLANKS = /[ \t\n\r]*/y;
const BEGUN_TEXT = new RegExp(`"${CHARACTERS}`, 'y');
const WORD = /[^\s,:{}[\]"\p{C}]{1,20}|[,:{}[\]"]/uy;

/** What belongs at a place, by what came before it; within an object (`{`), a list (`[`), or neither. */
type Place = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'next' | 'end';

const WANTED: Readonly<Record<Place, string>> = {
  value: 'a value belongs',
  'first value': 'a value or ] belongs',
  name: 'a name in double quotes belongs',
  'first name': 'a name in double quotes or } belongs',
  colon: 'a : belongs',
  next: 'a comma or the end of the list or object belongs',
  end: 'nothing more belongs',
};

const ENDS: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Follows JSON piece by piece. It keeps what is open in a list: a body may be nested 100,000 times. */
class Follower {
  place: Place = 'value';
  readonly #open: string[] = [];

  /** Whether a piece belongs where it stands. */
  take(piece: string, isSign: boolean, isText: boolean): boolean {
    const { place } = this;
    if (piece === ENDS[this.#open.at(-1) ?? '']) return this.#close(place);
    if (place === 'colon' || place === 'next') return this.#sign(piece, place);
    if (place === 'name' || place === 'first name') return this.#go(isText, 'colon');
    if (place === 'end') return false;
    if (piece === '{' || piece === '[') {
      this.#open.push(piece);
      return this.#go(true, piece === '{' ? 'first name' : 'first value');
    }
    return this.#go(!isSign, this.#afterValue());
  }

  #go(isRight: boolean, place: Place): boolean {
    if (isRight) this.place = place;
    return isRight;
  }

  #afterValue(): Place {
    return this.#open.length === 0 ? 'end' : 'next';
  }

  #close(place: Place): boolean {
    if (place !== 'next' && place !== 'first value' && place !== 'first name') return false;
    this.#open.pop();
    return this.#go(true, this.#afterValue());
  }

  #sign(piece: string, place: Place): boolean {
    if (place === 'colon') return this.#go(piece === ':', 'value');
    return this.#go(piece === ',', this.#open.at(-1) === '{' ? 'name' : 'value');
  }
}

/** Where something stands in a text, by line and column, both from 1. */
export function placeIn(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  return `line ${lines.length}, column ${Array.from(lines.at(-1) ?? '').length + 1}`;
}

/** What stands at a place, as one can see it. */
function seenAt(text: string, at: number): string {
  const word = matchAt(WORD, text, at)?.[0];
  if (word !== undefined) return word;
  const [character = ''] = text.slice(at);
  return nameOf(character);
}

function textFaultAt(text: string, at: number): string {
  const end = at + (matchAt(BEGUN_TEXT, text, at)?.[0].length ?? 0);
  if (end >= text.length) return `the text that begins in ${placeIn(text, at)} has no end`;
  const where = `the text in ${placeIn(text, end)} has`;
  return text[end] === '\\'
    ? `${where} a backslash that begins no escape of JSON`
    : `${where} ${nameOf(text.charAt(end))}, which is written as an escape`;
}

/** Why a text is no JSON, and where. @param text one that `JSON.parse` refused, whose words are the engine's own */
export function jsonFault(text: string): string {
  const follower = new Follower();
  for (let at = 0; ;) {
    at += matchAt(BLANKS, text, at)?.[0].length ?? 0;
    const wanted = WANTED[follower.place];
    if (at >= text.length) return `it ends where ${wanted}`;
    const found = matchAt(PIECE, text, at);
    if (found === null && text[at] === '"') return textFaultAt(text, at);
    const [piece = '', sign, string] = found ?? [];
    if (found === null || !follower.take(piece, sign !== undefined, string !== undefined)) {
      return `in ${placeIn(text, at)} stands ${seenAt(text, at)}, where ${wanted}`;
    }
    at += piece.length;
  }
}
