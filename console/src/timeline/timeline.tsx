import { useMemo } from 'react';
import { Link } from 'wouter';
import { FailureNote, NotLoaded, PageLoading } from '../shell/page-states';
import section from '../shell/section.module.css';
import { useSpeech, useTexts } from '../texts/texts';
import { useNow } from '../time/clock';
import { instantText } from '../time/format';
import { useZone } from '../time/zone';
import { Legend } from './legend';
import { TimelineBody } from './timeline-body';
import styles from './timeline.module.css';
import { Toolbar } from './toolbar';
import { useNames } from './names';
import { usePlace } from './use-place';
import { useThings } from './use-things';
import { useTimeline, type TimelineAnswer } from './use-timeline';
import { Warnings } from './warnings';

interface OfContent {
  contentId: number;
  company: number;
  /** It has a page for itself. */
  isPage?: boolean;
}

/** The range of now moves on by the clock, and states of segments with it. */
const LOOK_EVERY_MS = 5_000;

/** What a content showed and will show, and why. What is looked at stands in the address. */
export function Timeline(props: OfContent) {
  const { zone } = useZone();
  return zone === undefined ? <PageLoading /> : <ZonedTimeline {...props} zone={zone} />;
}

function ZonedTimeline({ contentId, company, isPage = false, zone }: OfContent & { zone: string }) {
  const { timeline } = useTexts();
  const now = useNow(LOOK_EVERY_MS);
  const place = usePlace(zone, now);
  const { view, stretch, show } = place;
  const { range, resolution } = view;
  const wanted = useMemo(() => ({ range, stretch, zone, resolution }), [range, stretch, zone, resolution]);
  const answer = useTimeline(contentId, wanted);
  const things = useThings(contentId);
  const names = useNames(things);
  const { told, error, retry, isOld } = answer;
  return (
    <section aria-label={timeline.title} className={section.section}>
      {!isPage && <Head contentId={contentId} company={company} />}
      <div className={styles.timeline}>
        <Toolbar place={place} zone={zone} />
        {told === undefined && <NotLoaded error={error} retry={retry} />}
        {told !== undefined && (
          <>
            <FailureNote error={error} retry={retry} />
            <Notes answer={answer} zone={zone} />
            <Warnings warnings={told.warnings} names={names} zone={zone} show={show} />
            <div aria-busy={isOld} className={isOld ? styles.old : undefined}>
              <TimelineBody
                company={company}
                content={contentId}
                told={told}
                place={place}
                things={things}
                names={names}
                zone={zone}
                now={now}
              />
            </div>
          </>
        )}
        {view.form === 'grid' && <Legend />}
      </div>
    </section>
  );
}

/** Above a timeline that stands among others: where it stands alone. */
function Head({ contentId, company }: OfContent) {
  const { timeline } = useTexts();
  return (
    <div className={section.head}>
      <h2>{timeline.title}</h2>
      <Link href={`/c/${company}/contents/${contentId}/timeline`}>{timeline.openPage}</Link>
    </div>
  );
}

/** What has to be known of what is told. */
function Notes({ answer: { told, isFull, isOld }, zone }: { answer: TimelineAnswer; zone: string }) {
  const { texts, language } = useSpeech();
  const { timeline } = texts;
  if (told === undefined || isOld) return null;
  const upTo = instantText(told.reaches, zone, language);
  return (
    <div className={styles.notes}>
      {told.isRevisionPending && <p>{timeline.pending}</p>}
      {isFull && <p>{timeline.full(upTo)}</p>}
      {!isFull && told.reaches < told.to && <p>{timeline.upTo(upTo)}</p>}
    </div>
  );
}
