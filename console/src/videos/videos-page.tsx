import { useContent } from '../content/queries';
import { BackLink } from '../shell/back-link';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { VideoList } from './video-list';

/** The videos of a content, on a page of their own. */
export function VideosPage({ company, contentId }: { company: number; contentId: number }) {
  const { videos: texts } = useTexts();
  const { data: content } = useContent(contentId);
  usePageTitle(content === undefined ? texts.title : texts.titleOf(content.title));
  return (
    <>
      {content !== undefined && (
        <div>
          <BackLink to={`/c/${company}/contents/${contentId}`} title={content.title} />
          <h1>{texts.titleOf(content.title)}</h1>
        </div>
      )}
      <VideoList company={company} contentId={contentId} heading={<h2 className="visually-hidden">{texts.title}</h2>} />
    </>
  );
}
