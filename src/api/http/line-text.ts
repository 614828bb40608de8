import { nameOf, positionOf } from './text.js';

/** Signs without a shape that scripts and emoji are written with, or that turn nothing but what stands beside them. */
const NEEDED = String.raw`[\p{Join_Control}\p{Variation_Selector}\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u{1bca0}-\u{1bca3}\u{e0020}-\u{e007f}]`;

/** Controls, what turns or hides other text (Unicode, UAX 9 and UTR 36), and what is no character. */
const UNWANTED = String.raw`[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]`;

/** U+200B parts words in scripts that have no blanks between them, and nothing elsewhere. */
const STRAY_BREAK = String.raw`(?<![\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}\p{sc=Thai}])\u200b`;

/** Tags spell the flags of regions, in six signs at most (UTS 51, ED-14a), and elsewhere text that nobody sees. */
const SPELLING = String.raw`\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}`;
const STRAY_TAG = String.raw`(?!(?<=\u{1f3f4}[${SPELLING}]{0,6})[${SPELLING}\u{e007f}])[\u{e0020}-\u{e007f}]`;

const HIDDEN = new RegExp(`(?!${NEEDED})${UNWANTED}|${STRAY_BREAK}|${STRAY_TAG}`, 'gu');

/**
 * What keeps a text from being a title or a name, in words; null: nothing. Blanks around it are not looked at. U+200E and
 * U+200F may stand in it: keyboards for Hebrew and Arabic have them, mixed text is read wrongly without, and they turn
 * nothing but the signs beside them.
 */
export function lineFault(text: string): string | null {
  const end = text.trimEnd();
  HIDDEN.lastIndex = text.length - text.trimStart().length;
  const found = HIDDEN.exec(end);
  if (found !== null) return `must not hold ${nameOf(found[0])} at position ${positionOf(text, found.index)}`;
  return end === '' || /[^\s\p{Default_Ignorable_Code_Point}]/u.test(end) ? null : 'must hold something that is seen';
}

/** The same text without what `lineFault` refuses; null: nothing of it is seen. */
export function madeLine(text: string): string | null {
  const line = text
    .replace(/\p{Surrogate}/gu, '')
    .replace(HIDDEN, '')
    .trim();
  return line === '' || lineFault(line) !== null ? null : line;
}

/** What trimming takes away (ECMA 262, WhiteSpace and LineTerminator), for a class of a pattern. */
const BLANK = '\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';

/** What `lineFault` refuses wherever it stands. Beyond U+FFFF, patterns mean one thing or another by their flags. */
const REFUSED =
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufdd0-\\ufdef\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff';

/** Text that is left when blanks around it are gone, without what is refused: as `textField` takes it. */
export const LINE_PATTERN = `^[${BLANK}]*[^${REFUSED}${BLANK}]([^${REFUSED}]*[^${REFUSED}${BLANK}])?[${BLANK}]*$`;

/** The same, of a path that begins with a slash. */
export const ABSOLUTE_PATH_PATTERN = `^[${BLANK}]*/([^${REFUSED}]*[^${REFUSED}${BLANK}])?[${BLANK}]*$`;
