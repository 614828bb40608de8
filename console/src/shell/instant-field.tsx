import { TextInput } from '@mantine/core';
import { instantOf, localTime } from '../time/local-time';
import { useZone } from '../time/zone';

interface Field {
  label: string;
  /** ISO 8601; null: none. */
  value: string | null;
  change: (value: string | null) => void;
  error: string | undefined;
}

/** Null: what is typed is not complete. */
const isoOf = (at: number): string | null => (Number.isNaN(at) ? null : new Date(at).toISOString());

/** An instant, by the clocks of the zone that was chosen: the field of the browser itself, which keyboards know. */
export function InstantField({ label, value, change, error }: Field) {
  const { zone } = useZone();
  return (
    <TextInput
      type="datetime-local"
      step={1}
      label={label}
      disabled={zone === undefined}
      value={value === null || zone === undefined ? '' : localTime(Date.parse(value), zone)}
      error={error}
      onChange={({ currentTarget }) => change(isoOf(instantOf(currentTarget.value, zone ?? 'UTC')))}
    />
  );
}
