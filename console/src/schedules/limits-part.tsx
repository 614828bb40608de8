import { useId, useMemo } from 'react';
import { Choice } from '../shell/choice';
import { useTexts } from '../texts/texts';
import type { Named } from './field-words';
import { TextField } from './fields';
import type { FormPart } from './form-part';
import styles from './form.module.css';
import { TimeField } from './time-field';

/** Zone, bounds, hours and days. */
export function LimitsPart({ form, named }: { form: FormPart; named: Named }) {
  const { schedules } = useTexts();
  const { fields, change, fault } = form;
  const zones = useId();
  return (
    <fieldset className={styles.part}>
      <legend>{schedules.limits}</legend>
      <div className={styles.row}>
        <TextField
          label={schedules.zone}
          list={zones}
          fault={fault('time_zone')}
          value={fields.time_zone}
          change={(time_zone) => change({ time_zone })}
        />
        <Zones id={zones} />
      </div>
      {fields.rule.kind !== 'once' && (
        <div className={styles.row}>
          <TimeField label={schedules.starts} field="starts" form={form} />
          <TimeField label={schedules.ends} field="ends" form={form} />
        </div>
      )}
      <Hours form={form} named={named} />
    </fieldset>
  );
}

/** The zones that the browser knows; others can be typed. */
function Zones({ id }: { id: string }) {
  const known = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone')], []);
  return (
    <datalist id={id}>
      {known.map((zone) => (
        <option key={zone} value={zone}>
          {zone}
        </option>
      ))}
    </datalist>
  );
}

const NONE = '';

function Hours({ form: { fields, change, fault }, named: { dayparts, calendars } }: { form: FormPart; named: Named }) {
  const { schedules } = useTexts();
  const { daypart_id, calendar } = fields;
  const days = calendars.flatMap(({ id, name }) => [
    [`exclude ${id}`, schedules.except(name)] as const,
    [`only ${id}`, schedules.only(name)] as const,
  ]);
  const chooseDays = (chosen: string): void => {
    const [mode, id] = chosen.split(' ');
    change({ calendar: mode === 'exclude' || mode === 'only' ? { mode, id: Number(id) } : null });
  };
  const faults = ['daypart_id', 'calendar_id', 'calendar_mode'].flatMap((field) => fault(field) ?? []);
  return (
    <div className={styles.row}>
      {dayparts.length > 0 && (
        <Choice
          label={schedules.daypart}
          value={daypart_id === null ? NONE : String(daypart_id)}
          options={[[NONE, schedules.anyHours], ...dayparts.map(({ id, name }) => [String(id), name] as const)]}
          choose={(id) => change({ daypart_id: id === NONE ? null : Number(id) })}
        />
      )}
      {calendars.length > 0 && (
        <Choice
          label={schedules.calendar}
          value={calendar === null ? NONE : `${calendar.mode} ${calendar.id}`}
          options={[[NONE, schedules.anyDays], ...days]}
          choose={chooseDays}
        />
      )}
      {faults.map((words) => (
        <p key={words} className={styles.fault}>
          {words}
        </p>
      ))}
    </div>
  );
}
