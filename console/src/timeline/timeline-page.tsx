import type { ArContent } from 'ar-video-rotation-client';
import { useContent } from '../content/queries';
import { BackLink } from '../shell/back-link';
import { NotLoaded } from '../shell/page-states';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { Timeline } from './timeline';

/** The timeline of a content, by itself: an address that can be shared. */
export function TimelinePage({ company, id }: { company: number; id: number }) {
  const { data, error, refetch } = useContent(id);
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  return <Page company={company} content={data} />;
}

function Page({ company, content: { id, title } }: { company: number; content: ArContent }) {
  const { timeline } = useTexts();
  usePageTitle(`${timeline.title}: ${title}`);
  return (
    <>
      <div>
        <BackLink to={`/c/${company}/contents/${id}`} title={title} />
        <h1>{timeline.title}</h1>
      </div>
      <Timeline contentId={id} company={company} isPage />
    </>
  );
}
