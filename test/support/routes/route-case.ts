import type { Role } from '../../../src/domain/api-key.js';
import type { Id } from '../../../src/domain/scalars.js';
import type { ApiObject, CallOptions } from '../api.js';
import type { ThingMakers, Things } from './things.js';

/** A request that is valid, and about one company's things. */
export interface Sent extends Pick<CallOptions, 'body' | 'headers'> {
  path: string;
}

/** What a request may need to be made, beside the things: the secret that it is sent with, say. */
export interface Sender extends ThingMakers {
  key: string;
}

/** The rows that an admin write adds to the audit log: one, unless nothing is written. */
export interface AuditDuty {
  /** `<noun>.<verb>`. */
  action: string;
  /** Which thing it tells of. @param keyId of the key that it was sent with */
  subject: (things: Things, answer: ApiObject, keyId: Id) => Id;
  /** What it holds of the thing's row: as it was, as it is. `facts`: something else than the row. */
  before?: 'row' | 'facts';
  after?: 'row' | 'facts';
}

/** One use of a route, and what is due for it. Every route has one at least. */
export interface RouteCase {
  /** Method and path, as the route says them. */
  route: string;
  /** What sets it apart from the other uses of the route. */
  variant?: string;
  /** The least role. */
  access: Role;
  /** Whether a company's key is refused, whatever its role. */
  installationOnly?: boolean;
  /** Of the answer, where everything is right. */
  status: number;
  request: (things: Things, sender: Sender) => Sent | Promise<Sent>;
  /** Where the ETag is read, if the route honours If-Match. */
  ifMatch?: (things: Things) => string;
  /** Of a write; null: it writes nothing that lasts. */
  audit?: AuditDuty | null;
  /** Of a list: the thing that it shows. */
  lists?: (things: Things) => Id;
  /** Whether a list begins with the highest id. */
  newestFirst?: boolean;
}

export const nameOf = ({ route, variant }: RouteCase): string =>
  variant === undefined ? route : `${route}, ${variant}`;

/** The method of a case. */
export const methodOf = ({ route }: RouteCase): string => route.split(' ')[0] ?? '';

/** Whether it only reads. */
export const isRead = (one: RouteCase): boolean => methodOf(one) === 'GET' || methodOf(one) === 'HEAD';
