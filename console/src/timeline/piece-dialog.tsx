import { Dialog } from '../shell/dialog';
import { useTexts } from '../texts/texts';
import type { Described } from './describe';
import type { Names } from './names';
import type { Piece } from './pieces';
import styles from './piece-dialog.module.css';
import { SegmentDetails } from './segment-details';
import { TimelineTable } from './timeline-table';
import type { Told } from './told';
import type { Things } from './use-things';

/** So many are listed; nearer looks tell the others. */
const MOST_PARTS = 100;

interface Opened {
  company: number;
  content: number;
  told: Told;
  piece: Piece;
  names: Names;
  things: Things;
  describe: (piece: Piece) => Described;
  pieceOf: (segment: NonNullable<Piece['segment']>) => Piece;
  close: () => void;
}

/** What is known of a piece of the timeline. */
export function PieceDialog({ company, content, told, piece, names, things, describe, pieceOf, close }: Opened) {
  const { title, stretch } = describe(piece);
  return (
    <Dialog title={title} close={close}>
      {piece.segment === null ? (
        <>
          <p className={styles.quiet}>{stretch}</p>
          <Parts piece={piece} names={names} describe={describe} pieceOf={pieceOf} />
        </>
      ) : (
        <SegmentDetails
          company={company}
          content={content}
          segment={piece.segment}
          isCut={piece.from === told.from || piece.to === told.to}
          state={describe(pieceOf(piece.segment)).state}
          names={names}
          things={things}
        />
      )}
    </Dialog>
  );
}

function Parts({ piece, names, describe, pieceOf }: Pick<Opened, 'piece' | 'names' | 'describe' | 'pieceOf'>) {
  const { details } = useTexts().timeline;
  const { parts } = piece;
  const pieces = parts.length === 0 ? [piece] : parts.slice(0, MOST_PARTS).map(pieceOf);
  return (
    <>
      {parts.length > MOST_PARTS && <p className={styles.quiet}>{details.firstOf(MOST_PARTS, parts.length)}</p>}
      <TimelineTable pieces={pieces} caption={details.parts} names={names} describe={describe} />
    </>
  );
}
