import { refuseEmptyWindow } from '../../../planning/video-edits.js';
import { readWishes, type VideoWishes } from '../video-wishes.js';

/** What clients send along by themselves; a file is judged by its content, and its name reaches no path. */
const IGNORED: ReadonlySet<string> = new Set(['filename', 'filetype', 'name', 'type', 'relativePath']);

/** What the metadata of an upload says of its video. @throws AppError `validation_failed` with each faulty name */
export function wishesIn(metadata: Readonly<Record<string, string | null>>): VideoWishes {
  const said = Object.entries(metadata).filter(([name]) => !IGNORED.has(name));
  const wishes = readWishes(Object.fromEntries(said.map(([name, value]) => [name, value ?? ''])));
  refuseEmptyWindow(wishes);
  return wishes;
}
