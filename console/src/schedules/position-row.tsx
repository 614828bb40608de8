import { Button } from '@mantine/core';
import type { Video } from 'ar-video-rotation-client';
import { Thumbnail } from '../contents/thumbnail';
import { useMay } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import type { Dragging } from './drag';
import { NumberField } from './fields';
import { withMoved, type Position, type Sequence } from './positions';
import { VideoMark } from './video-mark';
import styles from './videos-part.module.css';

const MOST_WEIGHT = 1_000;

interface Row {
  at: number;
  position: Position;
  count: number;
  /** undefined: it was deleted. */
  video: Video | undefined;
  /** How often it is shown; null: weights do not count. */
  share: number | null;
  change: (edit: (sequence: Sequence) => Sequence) => void;
  remove: (at: number) => void;
  drag: Dragging;
}

/** A video in its place. */
export function PositionRow({ at, position, count, video, share, change, remove, drag }: Row) {
  const { schedules } = useTexts();
  const may = useMay('editor') ?? false;
  const title = video?.title ?? `#${position.video}`;
  const setWeight = (weight: number | null): void =>
    change(({ positions, begin }) => ({
      positions: positions.map((one, n) => (n === at ? { ...one, weight: weight ?? 0 } : one)),
      begin,
    }));
  const mark = drag.over === at && drag.dragged !== at ? styles.target : '';
  return (
    <li draggable={may} {...drag.handlers(at)} className={`${styles.position} ${mark}`}>
      <span aria-hidden="true" className={styles.handle}>
        ⠿
      </span>
      <Thumbnail url={video?.thumbnail_url} />
      <div className={styles.words}>
        <span className={styles.title}>{title}</span>
        <VideoMark video={video} />
      </div>
      {share !== null && (
        <div className={styles.weight}>
          <NumberField
            isLabelHidden
            label={schedules.weightOf(title)}
            fault={undefined}
            value={position.weight}
            change={setWeight}
            min={0}
            max={MOST_WEIGHT}
          />
          <span className={styles.share}>{Math.round(share * 100)} %</span>
        </div>
      )}
      <div className={styles.moves}>
        <Move
          label={schedules.moveUp(title)}
          sign="↑"
          isAtEnd={at === 0}
          act={() => change((sequence) => withMoved(sequence, at, at - 1))}
        />
        <Move
          label={schedules.moveDown(title)}
          sign="↓"
          isAtEnd={at === count - 1}
          act={() => change((sequence) => withMoved(sequence, at, at + 1))}
        />
        <Move label={schedules.remove(title)} sign="✕" act={() => remove(at)} />
      </div>
    </li>
  );
}

interface Moving {
  label: string;
  sign: string;
  /** It goes no further. It keeps the focus all the same, which a disabled button would lose. */
  isAtEnd?: boolean;
  act: () => void;
}

function Move({ label, sign, isAtEnd = false, act }: Moving) {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-label={label}
      aria-disabled={isAtEnd}
      {...(isAtEnd && { 'data-disabled': true })}
      onClick={() => isAtEnd || act()}
    >
      <span aria-hidden="true">{sign}</span>
    </Button>
  );
}
