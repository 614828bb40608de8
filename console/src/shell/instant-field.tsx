import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { instantOf, localTime } from '../time/local-time';
import { useZone } from '../time/zone';

interface Field {
  label: string;
  hint?: string;
  /** ISO 8601; null: none. */
  value: string | null;
  change: (value: string | null) => void;
  error: string | undefined;
}

/** Null: what is typed is not complete. */
const isoOf = (at: number): string | null => (Number.isNaN(at) ? null : new Date(at).toISOString());

/** An instant, by the clocks of the zone that was chosen: the field of the browser itself, which keyboards know. */
export function InstantField({ label, hint, value, change, error }: Field) {
  const { zone } = useZone();
  // What is typed stays as it is: on the way to 2031 lies the year 2, which is written in another way.
  const [typed, setTyped] = useState<{ text: string; value: string | null } | null>(null);
  const shown = value === null || zone === undefined ? '' : localTime(Date.parse(value), zone);
  const type = (text: string): void => {
    const meant = isoOf(instantOf(text, zone ?? 'UTC'));
    setTyped({ text, value: meant });
    change(meant);
  };
  return (
    <TextInput
      type="datetime-local"
      step={1}
      label={label}
      {...(hint !== undefined && { description: hint })}
      disabled={zone === undefined}
      value={typed?.value === value ? typed.text : shown}
      error={error}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      onBlur={() => setTyped(null)}
    />
  );
}
