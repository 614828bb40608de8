import { NativeSelect } from '@mantine/core';

interface Choosing<T extends string> {
  label: string;
  /** Told to whoever does not see what it is about, instead of shown. */
  isLabelHidden?: boolean;
  hint?: string;
  /** What is wrong with it. */
  fault?: string | undefined;
  value: T;
  /** Each with its words. */
  options: readonly (readonly [value: T, words: string])[];
  choose: (value: T) => void;
}

/** One of a few: the list of the browser itself, which every keyboard, phone and screen reader knows. */
export function Choice<T extends string>({
  label,
  isLabelHidden = false,
  hint,
  fault,
  value,
  options,
  choose,
}: Choosing<T>) {
  return (
    <NativeSelect
      {...(isLabelHidden ? { 'aria-label': label } : { label })}
      description={hint}
      error={fault}
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = options.find(([known]) => known === currentTarget.value);
        if (chosen !== undefined) choose(chosen[0]);
      }}
      data={options.map(([option, words]) => ({ value: option, label: words }))}
    />
  );
}
