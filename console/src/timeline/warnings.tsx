import type { TimelineWarning } from 'ar-video-rotation-client';
import type { Texts } from '../texts/en';
import { useSpeech } from '../texts/texts';
import { instantText } from '../time/format';
import type { Names } from './names';
import styles from './warnings.module.css';

/** Of each kind; the others are counted. */
const MOST_SHOWN = 3;

interface Warned {
  warnings: readonly TimelineWarning[];
  names: Names;
  zone: string;
  /** Leads to where a warning is about. */
  show: (at: number) => void;
}

function wordsOf(warning: TimelineWarning, names: Names, { warnings }: Texts['timeline']): string {
  const { kind, video_ids, schedule_ids, override_ids, count } = warning;
  const videos = video_ids.map((id) => names.video(id)).join(', ');
  const words: Record<typeof kind, () => string> = {
    gap: () => warnings.gap,
    never_shown: () => warnings.never_shown(videos),
    override_never_wins: () => warnings.override_never_wins(override_ids.map((id) => names.override(id)).join(', ')),
    windows_overlap: () => warnings.windows_overlap(videos),
    slots_coincide: () => warnings.slots_coincide(schedule_ids.map((id) => names.schedule(id)).join('; '), count),
    expiry_cliff: () => warnings.expiry_cliff(videos, count),
  };
  // A newer service may know others.
  return words[kind]?.() ?? warning.message;
}

/** Those of one kind, in order. */
function byKind(warnings: readonly TimelineWarning[]): TimelineWarning[][] {
  const kinds = new Map<string, TimelineWarning[]>();
  for (const warning of warnings) kinds.set(warning.kind, [...(kinds.get(warning.kind) ?? []), warning]);
  return [...kinds.values()];
}

/** What may not be meant, each of it leading to its place. */
export function Warnings({ warnings, names, zone, show }: Warned) {
  const { texts, language } = useSpeech();
  const { timeline } = texts;
  if (warnings.length === 0) return null;
  return (
    <ul aria-label={timeline.warnings.title} className={styles.list}>
      {byKind(warnings).map((same) => (
        <li key={same[0]?.kind} className={styles.kind}>
          <span aria-hidden="true" className={styles.sign}>
            {same[0]?.kind === 'gap' ? '■' : '!'}
          </span>
          <ul className={styles.each}>
            {same.slice(0, MOST_SHOWN).map((warning) => {
              const at = instantText(Date.parse(warning.from), zone, language);
              return (
                <li key={warning.from + warning.message}>
                  {wordsOf(warning, names, timeline)}
                  <button
                    type="button"
                    className={styles.place}
                    aria-label={timeline.warnings.show(at)}
                    onClick={() => show(Date.parse(warning.from))}
                  >
                    {at}
                  </button>
                </li>
              );
            })}
            {same.length > MOST_SHOWN && <li>{timeline.warnings.more(same.length - MOST_SHOWN)}</li>}
          </ul>
        </li>
      ))}
    </ul>
  );
}
