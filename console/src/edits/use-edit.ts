import { useRef } from 'react';
import { useMutation, useQueryClient, type QueryKey, type UseMutationResult } from '@tanstack/react-query';
import { useNotify } from '../shell/notices';
import { newEditKey } from './edit-key';

interface Edit<Input, Result> {
  /** @param key by which the service knows a repetition */
  send: (input: Input, key: string) => Promise<Result>;
  /** What it changes: beginnings of the keys of queries. */
  touches: readonly QueryKey[];
  /** What is said once it is done. */
  told?: (result: Result, input: Input) => string;
  /** Takes it back. It is offered for some seconds. */
  undo?: (result: Result, input: Input) => Promise<unknown>;
}

/** Remembers the key of what was sent last, until it is done: the same once more is a repetition. */
class RepeatableKey {
  #sent: string | undefined;
  #key = '';

  of(input: unknown): string {
    const sent = JSON.stringify(input) ?? '';
    if (sent !== this.#sent) [this.#sent, this.#key] = [sent, newEditKey()];
    return this.#key;
  }

  forget(): void {
    this.#sent = undefined;
  }
}

/**
 * A change that the service is asked for: at once or not at all, it never waits for a connection. What it changes is
 * asked for anew, and what was done is told, with the way back.
 */
export function useEdit<Input, Result>(edit: Edit<Input, Result>): UseMutationResult<Result, Error, Input> {
  const queries = useQueryClient();
  const notify = useNotify();
  const keys = useRef(new RepeatableKey());
  const renew = (): Promise<unknown> =>
    Promise.all(edit.touches.map((queryKey) => queries.invalidateQueries({ queryKey })));
  return useMutation({
    networkMode: 'always',
    mutationFn: (input: Input) => edit.send(input, keys.current.of(input)),
    onSuccess: (result, input) => {
      keys.current.forget();
      const { told, undo } = edit;
      if (told !== undefined) {
        const takeBack = undo && (() => undo(result, input).then(renew));
        notify(told(result, input), takeBack);
      }
      return renew();
    },
    // What was refused may be so because somebody else was quicker.
    onError: renew,
  });
}
