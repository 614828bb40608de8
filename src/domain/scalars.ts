/**
 * What rows are made of. A field has one name everywhere: in the column, in the code and in JSON. Instants are whole
 * milliseconds since 1970-01-01T00:00Z; the database layer turns them into timestamptz(3) and the API into ISO 8601 with
 * `Z`.
 */

/** A point in time: whole milliseconds since the Unix epoch, UTC. */
export type Instant = number;

/** A bigint identity, checked to be a safe integer when it is read. */
export type Id = number;

/** A uuid, in any letter case. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
