import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLostSince } from '../service/connection';
import { useSpeech } from '../texts/texts';
import { setClock } from '../time/clock';
import { instantText } from '../time/format';
import { useZone } from '../time/zone';
import styles from './connection-note.module.css';

const ASK_EVERY_MS = 2_000;

/** Says since when the service cannot be reached, and looks for it; once it is back, everything is asked for anew. */
export function ConnectionNote() {
  const lostSince = useLostSince();
  const queries = useQueryClient();
  const { texts, language } = useSpeech();
  const { zone = 'UTC' } = useZone();
  useEffect(() => {
    if (lostSince === null) return undefined;
    const look = (): void => {
      setClock().then(
        () => queries.invalidateQueries(),
        () => undefined,
      );
    };
    const timer = setInterval(look, ASK_EVERY_MS);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', look);
    };
  }, [lostSince, queries]);
  return (
    <output className={styles.note}>
      {lostSince !== null && texts.connection.lost(instantText(lostSince, zone, language))}
    </output>
  );
}
