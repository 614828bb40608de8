import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { player } from 'ar-video-rotation-follow';
import { mediaPath } from '../service/media-path';
import { useTexts } from '../texts/texts';
import styles from './live-player.module.css';
import { touchedBy } from './queries';

/** Plays what viewers see, as they see it. At each switch everything that is said of the content is asked for anew. */
export function LivePlayer({ id, company, uniqueId }: { id: number; company: number; uniqueId: string }) {
  const { content } = useTexts();
  const screen = useRef<HTMLDivElement>(null);
  const queries = useQueryClient();
  const [shows, setShows] = useState<'live' | 'dark' | 'gone' | 'unknown' | null>(null);
  const play = content.play;
  useEffect(() => {
    if (screen.current === null) return undefined;
    const renew = (): void => {
      for (const queryKey of touchedBy(company, id)) void queries.invalidateQueries({ queryKey });
    };
    let isFirst = true;
    const playing = player(screen.current, {
      baseUrl: location.origin,
      uniqueId,
      playLabel: play,
      prefetch: false,
      mediaUrl: mediaPath,
      onNow: ({ status }) => {
        setShows(status);
        // The page has just asked.
        if (!isFirst) renew();
        isFirst = false;
      },
    });
    return () => playing.stop();
  }, [queries, company, id, uniqueId, play]);
  return (
    <section aria-label={content.player} className={styles.frame}>
      <div ref={screen} className={styles.screen} />
      {shows !== null && shows !== 'live' && <p className={styles.dark}>{content.screen[shows]}</p>}
    </section>
  );
}
