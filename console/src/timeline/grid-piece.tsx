import { useSpeech } from '../texts/texts';
import type { Described } from './describe';
import { isOneThing, type Piece, type ShownShare } from './pieces';
import styles from './timeline-grid.module.css';

const PX_PER_LETTER = 7;
/** More colours than these nobody tells apart in so little room. */
const MOST_SHARES = 6;

interface Drawn {
  id: string;
  piece: Piece;
  told: Described;
  place: { left: string; width: string };
  px: number;
  isCurrent: boolean;
  /** When something applies, whatever it shows. */
  isBar: boolean;
  hues: ReadonlyMap<number, number>;
  hit: () => void;
}

const colourOf = (video: number | null, hues: ReadonlyMap<number, number>): string | undefined =>
  video === null ? styles.dark : styles[`hue${hues.get(video) ?? 0}`];

/** A piece of the timeline: the title of what is shown where it has room, else how often it switches. */
export function GridPiece({ id, piece, told, place, px, isCurrent, isBar, hues, hit }: Drawn) {
  const { texts, language } = useSpeech();
  const { shares, switches } = piece;
  const [share] = shares;
  const isOne = isOneThing(piece);
  const classes = [
    styles.piece,
    isBar ? styles.bar : isOne ? colourOf(share?.video ?? null, hues) : styles.joined,
    told.isPlanned && styles.planned,
    told.isInferred && styles.inferred,
    told.isLate && styles.late,
    isCurrent && styles.current,
  ];
  const number = switches.toLocaleString(language);
  const words = [told.title, number].find((text) => text.length * PX_PER_LETTER < px - 6);
  return (
    // Focus and keys are those of the grid, whose pieces lie over a clock, not in columns.
    // oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="gridcell"
      aria-label={told.whole}
      title={told.whole}
      className={classes.filter(Boolean).join(' ')}
      style={place}
      onClick={hit}
    >
      {!isOne && !isBar && <Shares shares={shares} hues={hues} />}
      <span className={styles.words}>
        {told.isLate && <span className={styles.mark}>!</span>}
        {isOne ? (share?.video === null ? texts.timeline.dark : told.title) : words}
      </span>
    </div>
  );
}

/** What was shown for how long, one over the other. */
function Shares({ shares, hues }: { shares: readonly ShownShare[]; hues: ReadonlyMap<number, number> }) {
  return (
    <span className={styles.shares}>
      {shares.slice(0, MOST_SHARES).map(({ video, ms }) => (
        <span key={video} className={`${styles.share} ${colourOf(video, hues)}`} style={{ flexGrow: ms }} />
      ))}
    </span>
  );
}
