import type { Forecast } from 'ar-video-rotation-client';
import { useTexts } from '../texts/texts';
import { Distance, Instant } from '../time/instant';
import styles from './attention.module.css';
import { ContentLink } from './content-link';

interface Row {
  company: number;
  forecast: Forecast;
  isNow: boolean;
}

/** A content that is dark, or will be: when and why, and until when. */
export function DarkRow({ company, forecast, isNow }: Row) {
  const { today } = useTexts();
  const { ar_content_id: id, title, dark_at, dark_until, dark_because } = forecast;
  return (
    <li>
      <ContentLink company={company} id={id} title={title} />
      {!isNow && dark_at !== null && (
        <p className={styles.quiet}>
          <When at={dark_at} />
          {dark_because !== null && `: ${today.darkBecause[dark_because] ?? dark_because}`}
        </p>
      )}
      <p className={styles.quiet}>
        {dark_until === null ? (
          today.darkForGood
        ) : (
          <>
            {today.darkUntil} <When at={dark_until} />
          </>
        )}
      </p>
    </li>
  );
}

/** An instant, and how far away it is. */
export function When({ at }: { at: string }) {
  return (
    <>
      <Distance at={at} />, <Instant at={at} />
    </>
  );
}
