import { useSpeech } from '../texts/texts';
import { HOUR_MS, type Stretch } from '../time/calendar';
import { clockText, dateText, offsetText } from '../time/format';
import type { Scale } from './scale';
import styles from './time-axis.module.css';

const percent = (at: number, { from, to }: Stretch): string =>
  `${(Math.min(Math.max(at - from, 0), to - from) / (to - from)) * 100}%`;

const PX_OF_A_DAY = 92;
const PX_OF_A_MONTH = 110;

interface Axis {
  stretch: Stretch;
  scale: Scale;
  zone: string;
  pxPerMs: number;
}

/** Days or months, and clock or dates within them, along the top. Each piece tells its instants in words as well. */
export function TimeAxis({ stretch, scale, zone, pxPerMs }: Axis) {
  return (
    <div aria-hidden="true" className={styles.axis}>
      <div className={styles.line}>
        {scale.spans.stretches.map((span) => (
          <Span key={span.from} span={span} axis={{ stretch, scale, zone, pxPerMs }} />
        ))}
      </div>
      {scale.marks.at.length > 0 && (
        <div className={styles.line}>
          {scale.marks.at.map((at) => (
            <Mark key={at} at={at} axis={{ stretch, scale, zone, pxPerMs }} />
          ))}
        </div>
      )}
    </div>
  );
}

/** A day or month; of a day that is not as long as others, how long. */
function Span({ span, axis: { stretch, scale, zone, pxPerMs } }: { span: Stretch; axis: Axis }) {
  const { texts, language } = useSpeech();
  const px = (Math.min(span.to, stretch.to) - Math.max(span.from, stretch.from)) * pxPerMs;
  const hours = (span.to - span.from) / HOUR_MS;
  const isDay = scale.spans.unit === 'day';
  const day = px < PX_OF_A_DAY ? 'date' : 'day';
  const month = px < PX_OF_A_MONTH ? 'month' : 'wholeMonth';
  return (
    <div
      className={styles.span}
      style={{ left: percent(span.from, stretch), width: `${(px / ((stretch.to - stretch.from) * pxPerMs)) * 100}%` }}
    >
      {dateText(span.from, zone, language, isDay ? day : month)}
      {isDay && hours !== 24 && <strong className={styles.hours}>{texts.timeline.hours(hours)}</strong>}
    </div>
  );
}

/** A time of the clock or a date; where clocks were changed since the mark before, with the offset. */
function Mark({ at, axis: { stretch, scale, zone } }: { at: number; axis: Axis }) {
  const { language } = useSpeech();
  if (scale.marks.unit === 'date') {
    return (
      <div className={styles.mark} style={{ left: percent(at, stretch) }}>
        {dateText(at, zone, language, 'date')}
      </div>
    );
  }
  const before = scale.marks.at[scale.marks.at.indexOf(at) - 1];
  const offset = offsetText(at, zone);
  const isChanged = before !== undefined && offsetText(before, zone) !== offset;
  return (
    <div className={styles.mark} style={{ left: percent(at, stretch) }}>
      {clockText(at, zone, language)}
      {isChanged && <small> {offset}</small>}
    </div>
  );
}

/** The same as lines behind what is drawn. */
export function TimeLines({ stretch, scale }: Pick<Axis, 'stretch' | 'scale'>) {
  const begins = scale.spans.stretches.map(({ from }) => from).filter((from) => from > stretch.from);
  return (
    <div aria-hidden="true" className={styles.lines}>
      {scale.marks.at.map((at) => (
        <div key={at} className={styles.thin} style={{ left: percent(at, stretch) }} />
      ))}
      {begins.map((at) => (
        <div key={at} className={styles.thick} style={{ left: percent(at, stretch) }} />
      ))}
    </div>
  );
}
