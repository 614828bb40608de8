import type { ListedArContent } from 'ar-video-rotation-client';
import { Link } from 'wouter';
import list from '../shell/list.module.css';
import { EmptyState, FailureNote, NotLoaded } from '../shell/page-states';
import section from '../shell/section.module.css';
import { useTexts } from '../texts/texts';
import { ScheduleZone } from '../time/zone';
import { useSchedules, useVideos } from './queries';
import { ScheduleCard } from './schedule-card';

/** The schedules of a content: what each does, when next, and what can be done about it now. */
export function ScheduleList({ content }: { content: ListedArContent }) {
  const { content: texts } = useTexts();
  const { id, company_id: company } = content;
  const { data: schedules, error, refetch } = useSchedules(id);
  const { data: videos = [] } = useVideos(id);
  const toNew = <Link href={`/c/${company}/contents/${id}/schedules/new`}>{texts.newSchedule}</Link>;
  return (
    <section aria-labelledby="schedules" className={section.section}>
      <div className={section.head}>
        <h2 id="schedules">{texts.schedules}</h2>
        {schedules !== undefined && schedules.length > 0 && toNew}
      </div>
      {schedules === undefined ? (
        <NotLoaded error={error} retry={refetch} />
      ) : (
        <FailureNote error={error} retry={refetch} />
      )}
      {schedules?.length === 0 && (
        <EmptyState title={texts.noSchedule} hint={texts.noScheduleHint}>
          {toNew}
        </EmptyState>
      )}
      {schedules !== undefined && schedules.length > 0 && (
        <ul aria-labelledby="schedules" className={list.list}>
          {schedules.map((schedule) => (
            <ScheduleZone key={schedule.id} zone={schedule.time_zone}>
              <ScheduleCard company={company} schedule={schedule} videos={videos} />
            </ScheduleZone>
          ))}
        </ul>
      )}
    </section>
  );
}
