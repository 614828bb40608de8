import { useState } from 'react';
import { mediaPath } from '../service/media-path';
import { useTexts } from '../texts/texts';
import styles from './thumbnail.module.css';

/** The picture of a video; a plain field where there is none. @param isLarge as of what is live */
export function Thumbnail({ url, isLarge = false }: { url: string | null | undefined; isLarge?: boolean }) {
  const { contents } = useTexts();
  const [broken, setBroken] = useState<string | null>(null);
  const size = isLarge ? styles.large : styles.small;
  if (url == null || url === broken) {
    return (
      <span className={`${styles.none} ${size}`} title={contents.noPicture}>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path d="M4 5h16v14H4zM4 5l16 14" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </span>
    );
  }
  return (
    <img
      className={`${styles.picture} ${size}`}
      src={mediaPath(url)}
      alt=""
      loading="lazy"
      onError={() => setBroken(url)}
    />
  );
}
