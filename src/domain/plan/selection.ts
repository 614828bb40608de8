import type { FieldCode, FieldError } from '../errors.js';
import type { RotationSchedule, Selection } from '../rotation-schedule.js';

/** The most positions that may have weights. */
export const MAX_WEIGHTS = 100;
/** The highest weight of a position. */
export const MAX_WEIGHT = 1_000;
/** The most videos that may be kept from coming again. */
export const MAX_NO_REPEAT = 100;

type Selecting = Pick<RotationSchedule, 'rotation_type' | 'selection'>;
type Weighing = Selecting & Pick<RotationSchedule, 'video_sequence' | 'weights'>;

/** The selection in force: the older form of a schedule, type `random`, chooses at random whatever its field says. */
export const selectionOf = ({ rotation_type, selection }: Selecting): Selection =>
  rotation_type === 'random' ? 'random' : selection;

/** Whether the choices of a schedule depend on those before. */
export const remembers = (schedule: Selecting & Pick<RotationSchedule, 'no_repeat_last'>): boolean =>
  schedule.no_repeat_last > 0 || selectionOf(schedule) === 'shuffle' || selectionOf(schedule) === 'weighted';

/** How often a position is shown, in proportion to the others; 0: never. */
export function weightOf(schedule: Weighing, index: number): number {
  return selectionOf(schedule) === 'weighted' ? (schedule.weights?.[index] ?? 0) : 1;
}

/** Whether no position of the sequence is ever shown. */
export const isEmpty = (schedule: Weighing): boolean =>
  schedule.video_sequence.every((_, index) => weightOf(schedule, index) === 0);

/** The weights that the selection of a schedule cannot do without, if they are missing; its fields may be anything. */
export function missingWeights({
  rotation_type,
  selection,
  weights,
}: { [field in keyof Weighing]?: unknown }): FieldError[] {
  if (selection !== 'weighted' || rotation_type === 'random' || weights != null) return [];
  return [{ field: 'weights', message: 'is needed for the selection weighted', code: 'required' }];
}

/** What is wrong with the weights of a schedule, where its selection goes by them. */
export function weightFaults(schedule: Weighing): FieldError[] {
  if (selectionOf(schedule) !== 'weighted') return [];
  const { weights, video_sequence: sequence } = schedule;
  const fault = (field: string, message: string, code: FieldCode): FieldError[] => [{ field, message, code }];
  if (weights === null) return missingWeights(schedule);
  if (sequence.length > MAX_WEIGHTS) {
    return fault('video_sequence', `may have at most ${MAX_WEIGHTS} positions with the selection weighted`, 'too_long');
  }
  if (weights.length !== sequence.length) {
    return fault('weights', `must say one weight for each position of video_sequence: ${sequence.length}`, 'invalid');
  }
  if (sequence.length === 0 || !isEmpty(schedule)) return [];
  return fault('weights', 'must hold at least one that is above 0', 'too_small');
}
