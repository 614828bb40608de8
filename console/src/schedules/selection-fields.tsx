import type { Video } from 'ar-video-rotation-client';
import { titleOf } from '../content/title-of';
import { Choice } from '../shell/choice';
import { useTexts } from '../texts/texts';
import { NumberField } from './fields';
import type { FormPart } from './form-part';
import styles from './form.module.css';
import { isInOrder } from './schedule-fields';

const SELECTIONS = ['sequential', 'shuffle', 'random', 'weighted'] as const;
const MOST_SPARED = 100;

interface Selecting {
  form: FormPart;
  videos: readonly Video[];
  /** The position that comes next; null: the first. */
  begin: number | null;
}

/** How the next video is found. */
export function SelectionFields({ form: { fields, change, fault }, videos, begin }: Selecting) {
  const { schedules } = useTexts();
  const { positions } = fields.sequence;
  // The older form chooses at random, whatever else is said.
  if (fields.rule.kind === 'older') return null;
  return (
    <div className={styles.row}>
      <Choice
        label={schedules.selection}
        value={fields.selection}
        options={SELECTIONS.map((selection) => [selection, schedules.selections[selection]])}
        choose={(selection) => change({ selection })}
      />
      {isInOrder(fields) && positions.length > 1 && (
        <Choice
          label={begin === null ? schedules.beginWith : schedules.begin}
          value={String(begin ?? 0)}
          options={positions.map(({ video }, n) => [String(n), `${n + 1}. ${titleOf(videos, video)}`])}
          choose={(at) => change({ sequence: { positions, begin: Number(at) } })}
        />
      )}
      {(!isInOrder(fields) || fields.no_repeat_last !== 0) && (
        <NumberField
          label={schedules.noRepeat}
          fault={fault('no_repeat_last')}
          value={fields.no_repeat_last}
          change={(no_repeat_last) => change({ no_repeat_last })}
          min={0}
          max={MOST_SPARED}
        />
      )}
    </div>
  );
}
