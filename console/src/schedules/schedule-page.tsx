import { useMemo } from 'react';
import type { ArContent, RotationSchedule } from 'ar-video-rotation-client';
import { Link } from 'wouter';
import { useContent, useSchedules, useVideos } from '../content/queries';
import { useCalendars, useCompany, useDayparts } from '../service/queries';
import { BackLink } from '../shell/back-link';
import { EmptyState, NotThere, PageFailure, PageLoading } from '../shell/page-states';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { ScheduleZone } from '../time/zone';
import type { Named } from './field-words';
import { fieldsOfSchedule, newFields } from './schedule-fields';
import { ScheduleForm } from './schedule-form';
import styles from './schedule-page.module.css';

interface Address {
  company: number;
  content: number;
  /** null: a new one. */
  schedule: number | null;
}

/** Makes a schedule of a content, or changes one. */
export function SchedulePage(address: Address) {
  const { company, content: id } = address;
  const { schedules: texts } = useTexts();
  const content = useContent(id);
  const videos = useVideos(id);
  const all = useSchedules(id);
  const zone = useCompany(company).data?.time_zone;
  const dayparts = useDayparts(company);
  const calendars = useCalendars(company);
  usePageTitle(address.schedule === null ? texts.newTitle : texts.title);
  const needed = [content, videos, all, dayparts, calendars];
  const failed = needed.find(({ data, error }) => data === undefined && error !== null);
  if (failed?.error != null) {
    return <PageFailure error={failed.error} retry={() => Promise.all(needed.map(({ refetch }) => refetch()))} />;
  }
  const isLoaded = content.data && videos.data && all.data && dayparts.data && calendars.data && zone !== undefined;
  if (!isLoaded) return <PageLoading />;
  const schedule = all.data.find((one) => one.id === address.schedule) ?? null;
  if (address.schedule !== null && schedule === null) return <NotThere />;
  const named: Named = { videos: videos.data, dayparts: dayparts.data, calendars: calendars.data };
  return <Editor company={company} content={content.data} schedule={schedule} named={named} zone={zone} />;
}

interface Edited {
  company: number;
  content: ArContent;
  schedule: RotationSchedule | null;
  named: Named;
  /** Of the company. */
  zone: string;
}

function Editor({ company, content, schedule, named, zone }: Edited) {
  const { schedules: texts } = useTexts();
  const { videos } = named;
  const back = `/c/${company}/contents/${content.id}`;
  const saved = useMemo(
    () => (schedule === null ? newFields(videos, zone) : fieldsOfSchedule(schedule)),
    [schedule, videos, zone],
  );
  return (
    <>
      <div className={styles.head}>
        <BackLink to={back} title={content.title} />
        <h1>{schedule === null ? texts.newTitle : texts.title}</h1>
        {schedule?.inactive_reason === 'paused' && <p>{texts.paused}</p>}
      </div>
      {videos.length === 0 ? (
        <NoVideos address={`/c/${company}/contents/${content.id}/videos`} />
      ) : (
        <ScheduleZone zone={saved.time_zone}>
          <ScheduleForm
            key={schedule?.id}
            company={company}
            content={content.id}
            schedule={schedule}
            saved={saved}
            named={named}
            back={back}
          />
        </ScheduleZone>
      )}
    </>
  );
}

function NoVideos({ address }: { address: string }) {
  const { schedules } = useTexts();
  return (
    <EmptyState title={schedules.noVideos} hint={schedules.noVideosHint}>
      <Link href={address}>{schedules.toVideos}</Link>
    </EmptyState>
  );
}
