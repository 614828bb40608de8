import { MIMEType } from 'node:util';

/** A media type with its parameters; null: it is none. */
export function parseMediaType(text: string): MIMEType | null {
  try {
    return new MIMEType(text);
  } catch {
    return null;
  }
}
