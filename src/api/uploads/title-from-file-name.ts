import { madeLine } from '../http/line-text.js';

const MAX_LENGTH = 500;

/**
 * The title of a video that came without one: the name of its file, without folders and without its ending, made safe to
 * be shown. Characters for private use stand in names for those that a file system does not take. Null: nothing is left.
 */
export function titleFromFileName(fileName: string | null | undefined): string | null {
  const name = (fileName ?? '').split(/[/\\]/).at(-1) ?? '';
  const line = madeLine(name.normalize('NFC').replace(/\p{Co}/gu, ''));
  const title = (line ?? '').replace(/(?<=.)\.[A-Za-z0-9]{1,10}$/, '').trim();
  return title === '' ? null : Array.from(title).slice(0, MAX_LENGTH).join('').trim();
}
