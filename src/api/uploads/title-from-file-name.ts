/**
 * Signs that turn the direction of what follows (Unicode, UAX 9), and others that nobody sees. Joiners stay: some scripts
 * and pictures are written with them.
 */
const UNSEEN = /[\p{Cc}\p{Surrogate}\p{Co}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const MAX_LENGTH = 500;

/**
 * The title of a video that came without one: the name of its file, without folders and without its ending, made safe to
 * be shown. Null: nothing is left of it.
 */
export function titleFromFileName(fileName: string | null | undefined): string | null {
  const name = (fileName ?? '').split(/[/\\]/).at(-1) ?? '';
  const title = name
    .normalize('NFC')
    .replaceAll(UNSEEN, '')
    .replace(/(?<=.)\.[A-Za-z0-9]{1,10}$/, '')
    .trim();
  return title === '' ? null : Array.from(title).slice(0, MAX_LENGTH).join('').trim();
}
