import { useState } from 'react';
import { Choice } from '../shell/choice';
import { useTexts } from '../texts/texts';
import { Disclosure } from './disclosure';
import type { FormPart } from './form-part';
import styles from './form.module.css';

const GAPS = ['shift', 'skip'] as const;
const OVERLAPS = ['auto', 'first', 'second', 'both'] as const;

/** What becomes of times that a clock change leaves out or repeats. @param matters whether one comes soon */
export function ClockPart({ form: { fields, change }, matters }: { form: FormPart; matters: boolean }) {
  const { schedules } = useTexts();
  const isChosen = fields.dst_gap !== 'shift' || fields.dst_overlap !== null;
  const [isOpen, setOpen] = useState(isChosen);
  const [hasMattered, setMattered] = useState(false);
  // Shown by itself once; who closes it then has seen it.
  if (matters && !hasMattered) {
    setMattered(true);
    setOpen(true);
  }
  if (fields.rule.kind === 'interval' || fields.rule.kind === 'once') return null;
  return (
    <div className={styles.clock}>
      <Disclosure title={schedules.clockChanges} isOpen={isOpen} set={setOpen}>
        <div className={styles.row}>
          <Choice
            label={schedules.gap}
            value={fields.dst_gap}
            options={GAPS.map((gap) => [gap, schedules.gaps[gap]])}
            choose={(dst_gap) => change({ dst_gap })}
          />
          <Choice
            label={schedules.overlap}
            value={fields.dst_overlap ?? 'auto'}
            options={OVERLAPS.map((overlap) => [overlap, schedules.overlaps[overlap]])}
            choose={(overlap) => change({ dst_overlap: overlap === 'auto' ? null : overlap })}
          />
        </div>
      </Disclosure>
    </div>
  );
}
