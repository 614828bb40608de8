import type { ArContent } from 'ar-video-rotation-client';
import { Link } from 'wouter';
import { useContent } from '../content/queries';
import { NotLoaded } from '../shell/page-states';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { Timeline } from './timeline';
import styles from './timeline-page.module.css';

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
        <Link href={`/c/${company}/contents/${id}`} className={styles.back}>
          ← {title}
        </Link>
        <h1>{timeline.title}</h1>
      </div>
      <Timeline contentId={id} company={company} isPage />
    </>
  );
}
