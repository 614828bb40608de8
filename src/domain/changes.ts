/** What a write changes: some fields, or what tells them from the thing as the write's own transaction finds it. */
export type Changes<Fields, Present> = Fields | ((present: Present) => Fields);

const isTold = <F, P>(changes: Changes<F, P>): changes is (present: P) => F => typeof changes === 'function';

/** The fields to change. @throws whatever the caller refuses of the thing as it is. */
export const changesOf = <F, P>(changes: Changes<F, P>, present: P): F =>
  isTold(changes) ? changes(present) : changes;
