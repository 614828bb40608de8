import type { ReactNode } from 'react';
import type { LiveCause, TimelineSegment } from 'ar-video-rotation-client';
import { Link } from 'wouter';
import { Thumbnail } from '../contents/thumbnail';
import type { Texts } from '../texts/en';
import { useSpeech, useTexts } from '../texts/texts';
import { durationText } from '../time/measures';
import { Instant } from '../time/instant';
import type { Names } from './names';
import styles from './piece-dialog.module.css';
import { useLiveAt, type Things } from './use-things';

interface Details {
  company: number;
  content: number;
  segment: TimelineSegment;
  state: string;
  /** It goes on outside of what is told. */
  isCut: boolean;
  names: Names;
  things: Things;
}

/** What is shown in a segment, from when until when, why, and who or what led to it. */
export function SegmentDetails({ company, content, segment, state, isCut, names, things }: Details) {
  const { texts, language } = useSpeech();
  const { table } = texts.timeline;
  const { video_id, schedule_id, instead_of, from, to } = segment;
  const { data } = useLiveAt(content, from);
  const cause = data?.caused_by ?? null;
  return (
    <div className={styles.details}>
      {video_id !== null && <Thumbnail url={things.videos.get(video_id)?.thumbnail_url} isLarge />}
      <dl className={styles.facts}>
        <Fact name={table.from}>
          <Instant at={from} />
        </Fact>
        <Fact name={table.to}>
          <Instant at={to} />
        </Fact>
        <Fact name={table.length}>{durationText(Date.parse(to) - Date.parse(from), language)}</Fact>
        {video_id !== null && (
          <Fact name={table.why}>
            {schedule_id !== null && things.schedules.has(schedule_id) ? (
              <Link href={`/c/${company}/contents/${content}/schedules/${schedule_id}`}>
                {names.scheduleInWords(schedule_id)}
              </Link>
            ) : (
              names.why(segment)
            )}
          </Fact>
        )}
        {instead_of.length > 0 && (
          <Fact name={table.beneath}>{instead_of.map((id) => names.video(id)).join(', ')}</Fact>
        )}
        <Fact name={table.state}>
          {state}
          {isCut && <span className={styles.quiet}> {texts.timeline.cut}</span>}
        </Fact>
        {cause !== null && <Cause cause={cause} />}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function actorText(actor: string, { actors }: Texts['timeline']): string {
  const [kind, id] = actor.split(':');
  if (kind === 'key' && id !== undefined) return actors.key(id);
  return actor === 'workflow' || actor === 'api' ? actors[actor] : actor;
}

function Cause({ cause }: { cause: LiveCause }) {
  const { timeline, content } = useTexts();
  const { details } = timeline;
  return (
    <>
      <Fact name={details.causedBy}>
        {/* A newer service may know others. */}
        {content.causes[cause.cause] ?? cause.cause}, <Instant at={cause.at} />
      </Fact>
      {cause.actor !== null && <Fact name={details.actor}>{actorText(cause.actor, timeline)}</Fact>}
      {cause.request_id !== null && <Fact name={details.request}>{cause.request_id}</Fact>}
    </>
  );
}
