import { lazy } from 'react';
import { Route, Switch } from 'wouter';
import { NotThere } from '../shell/page-states';
import { useContent } from './queries';

// Loaded when they are opened: the first page is there sooner.
const ContentPage = lazy(() => import('./content-page').then((room) => ({ default: room.ContentPage })));
const SettingsPage = lazy(() => import('./settings-page').then((room) => ({ default: room.SettingsPage })));
const TimelinePage = lazy(() => import('../timeline/timeline-page').then((room) => ({ default: room.TimelinePage })));
const VideosPage = lazy(() => import('../videos/videos-page').then((room) => ({ default: room.VideosPage })));
const VideoPage = lazy(() => import('../videos/video-page').then((room) => ({ default: room.VideoPage })));
const SchedulePage = lazy(() => import('../schedules/schedule-page').then((room) => ({ default: room.SchedulePage })));

/** Where the pages of a content begin. */
const CONTENT = '/c/:company/contents/:id';

/** The pages of a content, which has to be one of the company's. */
export function ContentPages({ company, id }: { company: number; id: number }) {
  const { data } = useContent(id);
  // Not waited for: what the page shows is asked for at the same time.
  if (data !== undefined && data.company_id !== company) return <NotThere />;
  return (
    <Switch>
      <Route path={CONTENT}>
        <ContentPage company={company} id={id} />
      </Route>
      <Route path={`${CONTENT}/settings`}>
        <SettingsPage company={company} id={id} />
      </Route>
      <Route path={`${CONTENT}/timeline`}>
        <TimelinePage company={company} id={id} />
      </Route>
      <Route path={`${CONTENT}/videos`}>
        <VideosPage company={company} contentId={id} />
      </Route>
      <Route path={/^\/c\/[^/]+\/contents\/[^/]+\/videos\/(?<video>[1-9]\d{0,14})$/}>
        {({ video }) => <VideoPage key={video} contentId={id} id={Number(video)} />}
      </Route>
      <Route path={/^\/c\/[^/]+\/contents\/[^/]+\/schedules\/(?<schedule>new|[1-9]\d{0,14})$/}>
        {({ schedule }) => (
          <SchedulePage company={company} content={id} schedule={schedule === 'new' ? null : Number(schedule)} />
        )}
      </Route>
      <Route>
        <NotThere />
      </Route>
    </Switch>
  );
}
