import { useCallback, useState } from 'react';
import { isSame } from './changed-fields';
import { newEditKey } from './edit-key';

const PREFIX = 'console:draft:';

/** What somebody began to write. */
interface Kept<Fields> {
  fields: Fields;
  /** What stood there when they began, and its revision. */
  base: Fields;
  revision: number;
  /** Of this very text: sent twice, it is one edit. */
  key: string;
}

/** Something that is written and not saved yet. */
export interface Draft<Fields> {
  /** As they are written; as they are saved where nothing was. */
  fields: Fields;
  isChanged: boolean;
  /** What stood there when somebody began, for `If-Match` and to see what others changed meanwhile. */
  base: Fields;
  revision: number;
  /** The `Idempotency-Key` of this very text. */
  key: string;
  change: (part: Partial<Fields>) => void;
  /** Goes on with what was written, upon what is saved now. */
  rebase: () => void;
  /** Forgets what was written: it is saved, or not wanted. */
  discard: () => void;
}

function readKept<Fields>(name: string): Kept<Fields> | null {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below by the same console
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null') as Kept<Fields> | null;
  } catch {
    return null;
  }
}

function keep(name: string, kept: object | null): void {
  if (kept === null) return sessionStorage.removeItem(PREFIX + name);
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(kept));
  } catch {
    // The storage is full: the draft lives as long as the page.
  }
}

/** Forgets all drafts: whoever signs in next is somebody else. */
export function discardDrafts(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

/**
 * The fields of a form. What is written survives a reload and a lost connection, in this tab.
 * @param name of what is edited, such as `schedule/7`. @param saved as the service has it. @param revision of that
 */
export function useDraft<Fields extends object>(name: string, saved: Fields, revision = 0): Draft<Fields> {
  const [draft, setDraft] = useState(() => ({ name, kept: readKept<Fields>(name) }));
  const kept = draft.name === name ? draft.kept : readKept<Fields>(name);
  const write = useCallback(
    (next: Kept<Fields> | null) => {
      keep(name, next);
      setDraft({ name, kept: next });
    },
    [name],
  );
  const change = (part: Partial<Fields>): void => {
    const { base, revision: begunOn, fields } = kept ?? { base: saved, revision, fields: saved };
    const changed = { ...fields, ...part };
    write(isSame(changed, base) ? null : { fields: changed, base, revision: begunOn, key: newEditKey() });
  };
  const rebase = (): void => {
    if (kept === null) return;
    const written = Object.entries(kept.fields).filter(([field, value]) => !isSame(value, fieldOf(kept.base, field)));
    write({ fields: { ...saved, ...Object.fromEntries(written) }, base: saved, revision, key: newEditKey() });
  };
  return {
    fields: kept?.fields ?? saved,
    isChanged: kept !== null,
    base: kept?.base ?? saved,
    revision: kept?.revision ?? revision,
    key: kept?.key ?? '',
    change,
    rebase,
    discard: () => write(null),
  };
}

const fieldOf = (fields: object, name: string): unknown =>
  Object.entries(fields).find(([field]) => field === name)?.[1];
