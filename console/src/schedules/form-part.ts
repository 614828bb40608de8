import type { ScheduleFields } from './schedule-fields';

/** What each part of the form works on. */
export interface FormPart {
  fields: ScheduleFields;
  change: (part: Partial<ScheduleFields>) => void;
  /** What is wrong with a field, by the service's name of it. */
  fault: (field: string) => string | undefined;
}
