import { useId } from 'react';
import { useSpeech } from '../texts/texts';
import { TextField } from './fields';
import type { FormPart } from './form-part';
import styles from './form.module.css';
import { localTimeOf, meantBy } from '../time/local-time';
import { wallWords } from './words';

interface Timed {
  label: string;
  field: 'starts' | 'ends';
  form: FormPart;
}

/** A date and time by the clocks of the schedule's zone. */
export function TimeField({ label, field, form }: Timed) {
  const { language, texts } = useSpeech();
  const local = form.fields[field];
  const zone = form.fields.time_zone;
  const meant = meantBy(local, zone);
  const isLeftOut = meant?.clock === 'left_out';
  return (
    <div className={styles.stack}>
      <TextField
        type="datetime-local"
        label={label}
        hint={
          isLeftOut
            ? texts.schedules.leftOut(wallWords(localTimeOf(new Date(meant.at).toISOString(), zone).text, language))
            : undefined
        }
        fault={form.fault(field === 'starts' ? 'starts_at' : 'ends_at')}
        value={local.text}
        change={(text) => form.change({ [field]: { text, isLater: false } })}
      />
      {meant?.clock === 'twice' && <WhichOfTwo field={field} form={form} />}
    </div>
  );
}

function WhichOfTwo({ field, form }: Omit<Timed, 'label'>) {
  const { schedules } = useSpeech().texts;
  const name = useId();
  const local = form.fields[field];
  const words = [schedules.firstTime, schedules.secondTime];
  return (
    <fieldset className={styles.days}>
      <legend>{schedules.twice}</legend>
      <div className={styles.pills}>
        {[false, true].map((isLater, n) => (
          <label key={words[n]} className={styles.pill}>
            <input
              type="radio"
              name={name}
              checked={local.isLater === isLater}
              onChange={() => form.change({ [field]: { ...local, isLater } })}
            />
            {words[n]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
