import type { AuditEntry } from 'ar-video-rotation-client';

/** What one actor did to one thing, the newest first. */
export interface ChangeGroup {
  /** Of the newest row. */
  id: number;
  actor: string;
  actorName: string | null;
  /** When it was done last, in ISO 8601. */
  at: string;
  /** The content that it was about; null: it was about none. */
  content: number | null;
  /** What that was called; undefined: the rows do not tell. */
  contentTitle: string | undefined;
  deeds: readonly Deed[];
}

/** What was done, and how often. */
export interface Deed {
  action: string;
  /** Title or name of the thing; undefined: it has none, or it is the content itself. */
  name: string | undefined;
  count: number;
}

/** Coming and going changes nothing. */
const COMES_AND_GOES = /\.(?:sign_in|sign_out|make_link)$/;

const fieldOf = ({ before, after }: AuditEntry, field: string): unknown => after?.[field] ?? before?.[field];

function textOf(entry: AuditEntry, field: string): string | undefined {
  const value = fieldOf(entry, field);
  return typeof value === 'string' ? value : undefined;
}

const isOfContent = ({ subject }: AuditEntry): boolean => subject.startsWith('ar_content:');

/** The content that a row is about; null: none. */
function contentOf(entry: AuditEntry): number | null {
  const id = isOfContent(entry) ? entry.subject.slice('ar_content:'.length) : fieldOf(entry, 'ar_content_id');
  return id == null ? null : Number(id);
}

const nameOf = (entry: AuditEntry): string | undefined =>
  isOfContent(entry) ? undefined : (textOf(entry, 'title') ?? textOf(entry, 'name'));

/** Counts what was done several times to things of one name. */
function deedsOf(entries: readonly AuditEntry[]): Deed[] {
  const deeds = new Map<string, Deed>();
  for (const entry of entries) {
    const { action } = entry;
    const name = nameOf(entry);
    const key = JSON.stringify([action, name]);
    deeds.set(key, { action, name, count: (deeds.get(key)?.count ?? 0) + 1 });
  }
  return [...deeds.values()];
}

/** Puts together what one actor did to one content, or else to one thing. @param entries the newest first */
export function groupChanges(entries: readonly AuditEntry[]): ChangeGroup[] {
  const groups = new Map<string, [AuditEntry, ...AuditEntry[]]>();
  for (const entry of entries.filter(({ action }) => !COMES_AND_GOES.test(action))) {
    const key = `${entry.actor} ${contentOf(entry) ?? entry.subject}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map((group) => {
    const [newest] = group;
    const titles = group.filter(isOfContent).map((entry) => textOf(entry, 'title'));
    return {
      id: newest.id,
      actor: newest.actor,
      actorName: newest.actor_name,
      at: newest.created_at,
      content: contentOf(newest),
      contentTitle: titles.find((title) => title !== undefined),
      deeds: deedsOf(group),
    };
  });
}
