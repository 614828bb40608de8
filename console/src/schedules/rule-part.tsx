import { useState } from 'react';
import { Choice } from '../shell/choice';
import { useSpeech } from '../texts/texts';
import { Disclosure } from './disclosure';
import { NumberField, TextField } from './fields';
import type { FormPart } from './form-part';
import styles from './form.module.css';
import { choiceOfKind, FREE_KINDS, SIMPLE_KINDS, UNIT_SECONDS, type LengthUnit, type RuleChoice } from './rule-choice';
import { TimeField } from './time-field';
import { weekdayName } from './words';

const UNITS: readonly LengthUnit[] = ['second', 'minute', 'hour', 'day'];
const WEEK = [1, 2, 3, 4, 5, 6, 7];
const MOST_SECONDS = 2_147_483_647;

/** When it is due: what most want first, rules that say anything behind "More". */
export function RulePart({ form }: { form: FormPart }) {
  const { schedules } = useSpeech().texts;
  const { rule } = form.fields;
  const isFree = FREE_KINDS.some((kind) => kind === rule.kind);
  const [isOpen, setOpen] = useState(isFree);
  return (
    <fieldset className={styles.part}>
      <legend>{schedules.when}</legend>
      {rule.kind === 'older' && <p className={styles.hint}>{schedules.olderHint}</p>}
      <Kinds kinds={SIMPLE_KINDS} form={form} />
      <Disclosure title={schedules.more} isOpen={isOpen || isFree} set={setOpen}>
        <Kinds kinds={FREE_KINDS} form={form} />
      </Disclosure>
      <div className={styles.row}>
        <Details rule={rule} form={form} set={(rule) => form.change({ rule })} />
      </div>
      {form.fault('rotation_type') !== undefined && <p className={styles.fault}>{form.fault('rotation_type')}</p>}
    </fieldset>
  );
}

type FixedKind = (typeof SIMPLE_KINDS)[number] | (typeof FREE_KINDS)[number];

function Kinds({ kinds, form: { fields, change } }: { kinds: readonly FixedKind[]; form: FormPart }) {
  const { schedules } = useSpeech().texts;
  return (
    <div className={styles.pills}>
      {kinds.map((kind) => (
        <label key={kind} className={styles.pill}>
          <input
            type="radio"
            name="kind"
            checked={fields.rule.kind === kind}
            onChange={() => change({ rule: choiceOfKind(kind, fields.rule) })}
          />
          {schedules.kinds[kind]}
        </label>
      ))}
    </div>
  );
}

interface Detail<C extends RuleChoice> {
  rule: C;
  form: FormPart;
  set: (rule: RuleChoice) => void;
}

type OfKind<K extends RuleChoice['kind']> = Extract<RuleChoice, { kind: K }>;

/** What the choice leaves open. */
function Details({ rule, form, set }: Detail<RuleChoice>) {
  const { schedules } = useSpeech().texts;
  switch (rule.kind) {
    case 'daily':
    case 'weekdays':
      return <TimeOfDay rule={rule} form={form} set={set} />;
    case 'weekly':
      return (
        <>
          <Weekdays rule={rule} form={form} set={set} />
          <TimeOfDay rule={rule} form={form} set={set} />
        </>
      );
    case 'monthly':
      return (
        <>
          <NumberField
            label={schedules.dayOfMonth}
            hint={(rule.day ?? 0) > 28 ? schedules.dayOfMonthHint : undefined}
            fault={form.fault('day_of_month')}
            value={rule.day}
            change={(day) => set({ ...rule, day })}
            min={1}
            max={31}
          />
          <TimeOfDay rule={rule} form={form} set={set} />
        </>
      );
    case 'interval':
      return <Interval rule={rule} form={form} set={set} />;
    case 'once':
      return <TimeField label={schedules.onceAt} field="starts" form={form} />;
    case 'cron':
      return (
        <TextField
          label={schedules.cron}
          hint={schedules.cronHint}
          fault={form.fault('cron_expression')}
          value={rule.expression}
          change={(expression) => set({ ...rule, expression })}
        />
      );
    case 'rrule':
      return (
        <>
          <TextField
            label={schedules.rrule}
            hint={schedules.rruleHint}
            fault={form.fault('rrule')}
            value={rule.rule}
            change={(text) => set({ ...rule, rule: text })}
          />
          <TimeOfDay rule={rule} form={form} set={set} />
        </>
      );
    case 'older':
      return null;
  }
}

function TimeOfDay({ rule, form, set }: Detail<Extract<RuleChoice, { time: string }>>) {
  const { schedules } = useSpeech().texts;
  return (
    <TextField
      type="time"
      label={schedules.time}
      fault={form.fault('time_of_day')}
      value={rule.time}
      change={(time) => set({ ...rule, time })}
    />
  );
}

function Weekdays({ rule, form, set }: Detail<OfKind<'weekly'>>) {
  const { language, texts } = useSpeech();
  const fault = form.fault('day_of_week');
  const turn = (day: number): void =>
    set({ ...rule, days: WEEK.filter((one) => (one === day) !== rule.days.includes(one)) });
  return (
    <fieldset className={styles.days}>
      <legend>{texts.schedules.days}</legend>
      <div className={styles.pills}>
        {WEEK.map((day) => (
          <label key={day} className={styles.pill}>
            <input
              type="checkbox"
              aria-label={weekdayName(day, language, 'long')}
              checked={rule.days.includes(day)}
              onChange={() => turn(day)}
            />
            {weekdayName(day, language, 'short')}
          </label>
        ))}
      </div>
      {fault !== undefined && <p className={styles.fault}>{fault}</p>}
    </fieldset>
  );
}

function Interval({ rule, form, set }: Detail<OfKind<'interval'>>) {
  const { schedules } = useSpeech().texts;
  return (
    <>
      <NumberField
        label={schedules.every}
        fault={form.fault('interval_seconds')}
        value={rule.every}
        change={(every) => set({ ...rule, every })}
        min={1}
        max={Math.floor(MOST_SECONDS / UNIT_SECONDS[rule.unit])}
      />
      <Choice
        label={schedules.unit}
        value={rule.unit}
        options={UNITS.map((unit) => [unit, schedules.units[unit]])}
        choose={(unit) => set({ ...rule, unit })}
      />
    </>
  );
}
