import { lazy, Suspense } from 'react';
import type { ListedArContent } from 'ar-video-rotation-client';
import { Link } from 'wouter';
import { Badges } from '../contents/badges';
import { BackLink } from '../shell/back-link';
import { FailureNote, NotLoaded, PageLoading } from '../shell/page-states';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { VideoList } from '../videos/video-list';
import styles from './content-page.module.css';
import { LiveAndNext } from './live-and-next';
import { LivePlayer } from './live-player';
import { ScheduleList } from './schedule-list';
import { useGlimpse } from './use-glimpse';
import { ViewerAddress } from './viewer-address';

const Timeline = lazy(() => import('../timeline/timeline').then((room) => ({ default: room.Timeline })));

/** A content: what it shows and why, what comes next, and by which schedules. */
export function ContentPage({ company, id }: { company: number; id: number }) {
  const { data, error, refetch } = useGlimpse(company, id);
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  return (
    <>
      <FailureNote error={error} retry={refetch} />
      <Content content={data} />
    </>
  );
}

function Content({ content }: { content: ListedArContent }) {
  const { contents, content: texts, videos } = useTexts();
  const { id, company_id: company, title, unique_id } = content;
  usePageTitle(title);
  return (
    <>
      <div className={styles.head}>
        <div>
          <BackLink to={`/c/${company}/contents`} title={contents.title} />
          <div className={styles.heading}>
            <h1>{title}</h1>
            <Badges content={content} />
          </div>
        </div>
        <Link href={`/c/${company}/contents/${id}/settings`}>{texts.settings}</Link>
      </div>
      <div className={styles.now}>
        <LivePlayer id={id} company={company} uniqueId={unique_id} />
        <LiveAndNext content={content} />
        <ViewerAddress uniqueId={unique_id} />
      </div>
      <Suspense fallback={<PageLoading />}>
        <Timeline contentId={id} company={company} />
      </Suspense>
      <ScheduleList content={content} />
      <VideoList company={company} contentId={id} heading={<h2>{videos.title}</h2>} />
    </>
  );
}
