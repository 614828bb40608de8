import type { IncomingMessage } from 'node:http';

/** Who is asked for, as a request-target in absolute form says it. */
export interface AskedFor {
  scheme: string;
  authority: string;
}

const askedFor = new WeakMap<IncomingMessage, AskedFor>();

const ABSOLUTE_FORM = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^]*)$/;

/** Brings a target in absolute form, `http://host/path` (RFC 9112, 3.2.2), into the form that routes go by: its path. */
export function takeTarget(req: IncomingMessage): void {
  const [, scheme, authority, path = ''] = ABSOLUTE_FORM.exec(req.url ?? '') ?? [];
  if (scheme === undefined || authority === undefined) return;
  askedFor.set(req, { scheme: scheme.toLowerCase(), authority });
  req.url = path.startsWith('/') ? path : `/${path}`;
}

/** What the target said of whom it asks, which then counts instead of Host; undefined: nothing. */
export const askedInTarget = (req: IncomingMessage): AskedFor | undefined => askedFor.get(req);
