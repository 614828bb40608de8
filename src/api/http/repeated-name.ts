const PIECE = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

const textIn = (piece: string): string => (piece.includes('\\') ? String(JSON.parse(piece)) : piece.slice(1, -1));

/**
 * The first name that an object has twice, and where it stands the second time; null: none has. Parsers differ in which of
 * the two they take (RFC 8259, 4), so what somebody checked before may not be what is read here.
 * @param text JSON
 */
export function repeatedName(text: string): { name: string; index: number } | null {
  const open: Set<string>[] = [];
  let last = { piece: '', index: 0 };
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (piece === '{' || piece === '[') open.push(new Set());
    else if (piece === '}' || piece === ']') open.pop();
    else if (piece === ':') {
      const name = textIn(last.piece);
      const names = open.at(-1);
      if (names?.has(name) === true) return { name, index: last.index };
      names?.add(name);
    }
    last = { piece, index };
  }
  return null;
}
