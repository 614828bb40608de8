import { TextInput } from '@mantine/core';
import styles from './fields.module.css';

interface Field<T> {
  label: string;
  hint?: string | undefined;
  fault: string | undefined;
  value: T;
  change: (value: T) => void;
}

interface Numbers extends Field<number | null> {
  min: number;
  max: number;
  isLabelHidden?: boolean;
}

/** A whole number; null: there is none yet. What is out of bounds is the service's to refuse. */
export function NumberField({ label, isLabelHidden = false, hint, fault, value, change, min, max }: Numbers) {
  return (
    <TextInput
      type="number"
      inputMode="numeric"
      className={styles.number}
      {...(isLabelHidden ? { 'aria-label': label } : { label })}
      description={hint}
      error={fault}
      min={min}
      max={max}
      value={value ?? ''}
      onChange={({ currentTarget: { value: text, valueAsNumber } }) =>
        change(text === '' || Number.isNaN(valueAsNumber) ? null : valueAsNumber)
      }
    />
  );
}

interface Texts extends Field<string> {
  type?: 'text' | 'time' | 'datetime-local';
  /** The id of a list of what is known. */
  list?: string;
}

/** A text, or a time in the browser's own field. */
export function TextField({ label, hint, fault, value, change, type = 'text', list }: Texts) {
  return (
    <TextInput
      type={type}
      className={type === 'text' ? styles.text : styles.time}
      label={label}
      description={hint}
      error={fault}
      spellCheck={false}
      autoComplete="off"
      {...(list !== undefined && { list })}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
