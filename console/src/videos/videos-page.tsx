import { Link } from 'wouter';
import { useContent } from '../content/queries';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { VideoList } from './video-list';
import styles from './video-list.module.css';

/** The videos of a content, on a page of their own. */
export function VideosPage({ company, contentId }: { company: number; contentId: number }) {
  const { videos: texts } = useTexts();
  const { data: content } = useContent(contentId);
  usePageTitle(content === undefined ? texts.title : texts.titleOf(content.title));
  return (
    <>
      {content !== undefined && (
        <h1 className={styles.home}>
          <Link href={`/c/${company}/contents/${contentId}`}>{content.title}</Link>
        </h1>
      )}
      <VideoList company={company} contentId={contentId} />
    </>
  );
}
