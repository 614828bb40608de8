import { NativeSelect, TextInput } from '@mantine/core';
import { useTexts } from '../texts/texts';
import { useCalendars, useDayparts } from '../service/queries';
import type { VideoFormPart } from './video-fields';
import styles from './video-page.module.css';

const ZONES = 'time-zones';
const MODES = ['exclude', 'only'] as const;

/** An id of the options of a list; null: it is the empty one. */
const idIn = (value: string): number | null => (value === '' ? null : Number(value));

/** The hours and days that a video keeps to. */
export function HoursFields({ company, fields, change, faultOf }: VideoFormPart) {
  const { videos: texts } = useTexts();
  const { data: dayparts = [] } = useDayparts(company);
  const { data: calendars = [] } = useCalendars(company);
  const { daypart_id, calendar_id, calendar_mode, time_zone } = fields;
  const keepsTo = daypart_id !== null || calendar_id !== null;
  return (
    <fieldset className={styles.group}>
      <legend>{texts.hoursLegend}</legend>
      <p className={styles.quiet}>{texts.hoursHint}</p>
      <NativeSelect
        label={texts.fields.daypart_id}
        value={daypart_id ?? ''}
        error={faultOf('daypart_id')}
        onChange={({ currentTarget }) => change({ daypart_id: idIn(currentTarget.value) })}
        data={optionsOf(texts.anyTime, dayparts, daypart_id)}
      />
      <NativeSelect
        label={texts.fields.calendar_id}
        value={calendar_id ?? ''}
        error={faultOf('calendar_id')}
        onChange={({ currentTarget }) => {
          const id = idIn(currentTarget.value);
          change({ calendar_id: id, calendar_mode: id === null ? null : (calendar_mode ?? 'exclude') });
        }}
        data={optionsOf(texts.noCalendar, calendars, calendar_id)}
      />
      {calendar_id !== null && (
        <NativeSelect
          label={texts.fields.calendar_mode}
          value={calendar_mode ?? ''}
          error={faultOf('calendar_mode')}
          onChange={({ currentTarget }) =>
            change({ calendar_mode: MODES.find((mode) => mode === currentTarget.value) ?? null })
          }
          data={MODES.map((mode) => ({ value: mode, label: texts.modes[mode] }))}
        />
      )}
      {keepsTo && (
        <>
          <TextInput
            label={texts.fields.time_zone}
            list={ZONES}
            value={time_zone}
            error={faultOf('time_zone')}
            onChange={({ currentTarget }) => change({ time_zone: currentTarget.value })}
          />
          <datalist id={ZONES}>
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </datalist>
        </>
      )}
    </fieldset>
  );
}

/** @param chosen is among them even before the list is loaded, and if it is too long to be */
function optionsOf(none: string, rows: readonly { id: number; name: string }[], chosen: number | null) {
  const known = rows.map(({ id, name }) => ({ value: String(id), label: name }));
  const isMissing = chosen !== null && !rows.some(({ id }) => id === chosen);
  const extra = isMissing ? [{ value: String(chosen), label: `#${chosen}` }] : [];
  return [{ value: '', label: none }, ...known, ...extra];
}
