import { TextInput } from '@mantine/core';
import { InstantField } from '../shell/instant-field';
import { useTexts } from '../texts/texts';
import { useZone } from '../time/zone';
import { HoursFields } from './hours-fields';
import type { VideoFormPart } from './video-fields';
import styles from './video-page.module.css';

/** Title, order, window and expiry, hours and days. */
export function VideoFormFields({ company, fields, change, faultOf }: VideoFormPart) {
  const { videos: texts } = useTexts();
  const { zone = '' } = useZone();
  return (
    <>
      <TextInput
        label={texts.fields.title}
        value={fields.title}
        error={faultOf('title')}
        onChange={({ currentTarget }) => change({ title: currentTarget.value })}
      />
      <TextInput
        inputMode="numeric"
        label={texts.fields.rotation_order}
        description={texts.orderHint}
        value={fields.rotation_order}
        error={faultOf('rotation_order')}
        onChange={({ currentTarget }) => change({ rotation_order: currentTarget.value })}
      />
      <fieldset className={styles.group}>
        <legend>{texts.windowLegend}</legend>
        <p className={styles.quiet}>
          {texts.windowHint} {texts.zoneHint(zone)}.
        </p>
        {(['schedule_start', 'schedule_end', 'expires_at'] as const).map((field) => (
          <InstantField
            key={field}
            label={texts.fields[field]}
            value={fields[field]}
            error={faultOf(field)}
            change={(value) => change({ [field]: value })}
          />
        ))}
      </fieldset>
      <HoursFields company={company} fields={fields} change={change} faultOf={faultOf} />
    </>
  );
}
