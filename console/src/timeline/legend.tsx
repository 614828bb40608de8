import { useTexts } from '../texts/texts';
import styles from './legend.module.css';

const SIGNS = ['recorded', 'inferred', 'planned', 'dark', 'late'] as const;

/** What the looks of pieces mean. */
export function Legend() {
  const { legend } = useTexts().timeline;
  return (
    <ul aria-hidden="true" className={styles.legend}>
      {SIGNS.map((sign) => (
        <li key={sign}>
          <span className={`${styles.sign} ${styles[sign]}`}>{sign === 'late' && '!'}</span>
          {legend[sign]}
        </li>
      ))}
    </ul>
  );
}
