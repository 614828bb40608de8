import { useTexts } from '../texts/texts';
import type { Stretch } from '../time/calendar';
import { useNow } from '../time/clock';
import styles from './timeline-grid.module.css';

const MOVE_EVERY_MS = 1_000;

/** Where now is, by the service's clock. */
export function NowLine({ stretch: { from, to } }: { stretch: Stretch }) {
  const { timeline } = useTexts();
  const now = useNow(MOVE_EVERY_MS);
  if (now < from || now >= to) return null;
  return (
    <div aria-hidden="true" className={styles.over}>
      <div className={styles.now} style={{ left: `${((now - from) / (to - from)) * 100}%` }}>
        <span className={styles.nowWord}>{timeline.now}</span>
      </div>
    </div>
  );
}
