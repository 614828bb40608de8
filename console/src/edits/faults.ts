import { ProblemError, type FieldError } from 'ar-video-rotation-client';
import { useSpeech } from '../texts/texts';

/** Whether others changed meanwhile what was to be edited. */
export const isOutdated = (error: Error | null): boolean => error instanceof ProblemError && error.status === 412;

const isOf = (fault: FieldError, field: string): boolean =>
  fault.field === field || fault.field.startsWith(`${field}.`);

/** Says what is wrong in the language that was chosen: the service speaks English, and more exactly than by a word. */
function useFaultWords(): (fault: FieldError) => string {
  const { language, texts } = useSpeech();
  const words: Readonly<Record<string, string>> = texts.faults;
  return ({ code, message }) => (language === 'en' ? message : (words[code] ?? message));
}

/** Says what is wrong with a field by its dotted name; undefined: nothing is. */
export function useFieldFaults(error: Error | null): (field: string) => string | undefined {
  const wordsFor = useFaultWords();
  return (field) => {
    const fault = error instanceof ProblemError ? error.errors.find((one) => isOf(one, field)) : undefined;
    return fault && wordsFor(fault);
  };
}

/** Faults that belong to none of these fields: they have to be told beside the form. */
export function useOtherFaults(error: Error | null, fields: readonly string[]): string[] {
  const wordsFor = useFaultWords();
  if (!(error instanceof ProblemError)) return [];
  const others = error.errors.filter((one) => !fields.some((field) => isOf(one, field)));
  return others.map((fault) => `${fault.field}: ${wordsFor(fault)}`);
}
