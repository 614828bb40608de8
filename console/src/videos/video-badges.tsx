import type { Video } from 'ar-video-rotation-client';
import styles from '../contents/badges.module.css';
import { useTexts } from '../texts/texts';
import type { en } from '../texts/en';
import { serviceNow } from '../time/clock';

type Mark = keyof typeof en.videos.badges;

/** Each has a sign and words of its own: nobody has to tell colours apart. */
const LOOKS: Record<Mark, [sign: string, tone: string | undefined]> = {
  live: ['●', styles.told],
  active: ['▶', styles.quiet],
  default: ['★', styles.quiet],
  processing: ['…', styles.warning],
  uploading: ['↑', styles.warning],
  failed: ['✕', styles.bad],
  expired: ['–', styles.quiet],
};

function marksOf({ status, is_live, is_active, expires_at }: Video, isDefault: boolean): Mark[] {
  const isExpired = expires_at !== null && Date.parse(expires_at) <= serviceNow();
  const all: [boolean, Mark][] = [
    [is_live, 'live'],
    [is_active, 'active'],
    [isDefault, 'default'],
    [status === 'processing', 'processing'],
    [status === 'uploading', 'uploading'],
    [status === 'failed', 'failed'],
    [isExpired, 'expired'],
  ];
  return all.filter(([holds]) => holds).map(([, mark]) => mark);
}

/** What a video is to its content, and whether it can be shown. */
export function VideoBadges({ video, isDefault }: { video: Video; isDefault: boolean }) {
  const { badges } = useTexts().videos;
  const marks = marksOf(video, isDefault);
  if (marks.length === 0) return null;
  return (
    <ul className={styles.badges}>
      {marks.map((mark) => (
        <li key={mark} className={`${styles.badge} ${LOOKS[mark][1]}`}>
          <span aria-hidden="true">{LOOKS[mark][0]}</span> {badges[mark]}
        </li>
      ))}
    </ul>
  );
}
