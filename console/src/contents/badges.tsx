import type { ReactNode } from 'react';
import type { ListedArContent } from 'ar-video-rotation-client';
import { useTexts } from '../texts/texts';
import type { en } from '../texts/en';
import styles from './badges.module.css';

export type BadgeName = keyof typeof en.badges;

/** Each has a sign and words of its own: nobody has to tell colours apart. */
const SIGNS: Record<BadgeName, string> = {
  dark: '■',
  dark_soon: '◧',
  late: '!',
  paused: '‖',
  overridden: '↑',
  failed_video: '✕',
  inactive: '–',
};

const TONES: Record<BadgeName, string | undefined> = {
  dark: styles.bad,
  dark_soon: styles.warning,
  late: styles.warning,
  paused: styles.quiet,
  overridden: styles.told,
  failed_video: styles.bad,
  inactive: styles.quiet,
};

/** What something is called that a content wants attention for. */
export function Badge({ name, children }: { name: BadgeName; children?: ReactNode }) {
  const texts = useTexts().badges;
  return (
    <span className={`${styles.badge} ${TONES[name]}`}>
      <span aria-hidden="true">{SIGNS[name]}</span> {children ?? texts[name]}
    </span>
  );
}

/** What a content wants attention for, at a glance. */
export function Badges({ content: { is_active, badges } }: { content: ListedArContent }) {
  const texts = useTexts().badges;
  const names: BadgeName[] = [...(is_active ? [] : ['inactive' as const]), ...(badges ?? [])];
  // A newer service may know others.
  const known = names.filter((name) => name in texts);
  if (known.length === 0) return null;
  return (
    <ul className={styles.badges}>
      {known.map((name) => (
        <li key={name}>
          <Badge name={name} />
        </li>
      ))}
    </ul>
  );
}
