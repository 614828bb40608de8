import { ProblemError } from 'ar-video-rotation-client';
import { useSpeech } from '../texts/texts';

/** Whether others changed meanwhile what was to be edited. */
export const isOutdated = (error: Error | null): boolean => error instanceof ProblemError && error.status === 412;

/** Says what is wrong with a field by its dotted name, in the language that was chosen; undefined: nothing is. */
export function useFieldFaults(error: Error | null): (field: string) => string | undefined {
  const { language, texts } = useSpeech();
  return (field) => {
    if (!(error instanceof ProblemError)) return undefined;
    const fault = error.errors.find((one) => one.field === field || one.field.startsWith(`${field}.`));
    if (fault === undefined) return undefined;
    // The service speaks English, and says more than a word that fits every field.
    return language === 'en' ? fault.message : (known(texts.faults, fault.code) ?? fault.message);
  };
}

const known = (words: Record<string, string>, code: string): string | undefined => words[code];

/** Faults that belong to none of these fields: they have to be told beside the form. */
export const otherFaults = (error: Error | null, fields: readonly string[]): string[] =>
  error instanceof ProblemError
    ? error.errors
        .filter((one) => !fields.some((field) => one.field === field || one.field.startsWith(`${field}.`)))
        .map(({ field, message }) => `${field}: ${message}`)
    : [];
