import { Button } from '@mantine/core';
import { Choice } from '../shell/choice';
import { useSpeech } from '../texts/texts';
import { CALENDAR_UNITS } from '../time/calendar';
import { rangeText } from './range-text';
import styles from './timeline.module.css';
import type { Place } from './use-place';
import { RESOLUTIONS } from './view';

/** Which time is looked at, in which detail, and in which form. */
export function Toolbar({ place: { view, stretch, look, turn, toNow }, zone }: { place: Place; zone: string }) {
  const { texts, language } = useSpeech();
  const { timeline } = texts;
  const other = view.form === 'grid' ? 'table' : 'grid';
  return (
    <div className={styles.tools}>
      <Button.Group>
        <Button variant="default" aria-label={timeline.previous} title={timeline.previous} onClick={() => turn(-1)}>
          ‹
        </Button>
        <Button variant="default" onClick={toNow}>
          {timeline.now}
        </Button>
        <Button variant="default" aria-label={timeline.next} title={timeline.next} onClick={() => turn(1)}>
          ›
        </Button>
      </Button.Group>
      <output className={styles.range}>{rangeText(view.range, stretch, zone, language)}</output>
      <Choice
        isLabelHidden
        label={timeline.range}
        value={view.range}
        options={CALENDAR_UNITS.map((unit) => [unit, timeline.ranges[unit]])}
        choose={(range) => look({ range })}
      />
      <Choice
        isLabelHidden
        label={timeline.resolution}
        value={view.resolution}
        options={RESOLUTIONS.map((one) => [one, timeline.resolutions[one || 'any']])}
        choose={(resolution) => look({ resolution })}
      />
      <Button variant="default" onClick={() => look({ form: other })}>
        {timeline.forms[other]}
      </Button>
    </div>
  );
}
