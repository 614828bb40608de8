import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ArContent, Video } from 'ar-video-rotation-client';
import { useContent, useVideo } from '../content/queries';
import { mediaPath } from '../service/media-path';
import { BackLink } from '../shell/back-link';
import { NotLoaded } from '../shell/page-states';
import { RoleButton } from '../shell/role-button';
import { usePageTitle } from '../shell/use-page-title';
import { useTexts } from '../texts/texts';
import { useFailureWords } from '../texts/troubles';
import { DeleteDialog } from './delete-dialog';
import { ProcessingWords } from './processing-words';
import { VideoBadges } from './video-badges';
import { Measures, NotPlayable } from './video-facts';
import { VideoForm } from './video-form';
import styles from './video-page.module.css';

/** A video: itself, and what can be changed of it. */
export function VideoPage({ contentId, id }: { contentId: number; id: number }) {
  const { videos: texts } = useTexts();
  const { data: content, ...ofContent } = useContent(contentId);
  const { data: video, ...ofVideo } = useVideo(contentId, id);
  usePageTitle(video?.title ?? texts.title);
  if (content === undefined || video === undefined) {
    const error = ofContent.error ?? ofVideo.error;
    const retry = (): Promise<unknown> => Promise.all([ofContent.refetch(), ofVideo.refetch()]);
    return <NotLoaded error={error} retry={retry} />;
  }
  return (
    <>
      <Head content={content} video={video} />
      <div className={styles.page}>
        <section aria-labelledby="fields">
          <h2 id="fields" className="visually-hidden">
            {texts.canBeChanged}
          </h2>
          <VideoForm content={content} video={video} />
        </section>
        <Preview video={video} />
      </div>
    </>
  );
}

function Head({ content, video }: { content: ArContent; video: Video }) {
  const { videos: texts } = useTexts();
  const [, navigate] = useLocation();
  const [isDeleting, setDeleting] = useState(false);
  const list = `/c/${content.company_id}/contents/${content.id}/videos`;
  return (
    <div className={styles.head}>
      <div>
        <BackLink to={list} title={texts.titleOf(content.title)} />
        <h1>{video.title}</h1>
        <VideoBadges video={video} isDefault={content.default_video_id === video.id} />
      </div>
      <RoleButton takes="editor" variant="default" onClick={() => setDeleting(true)}>
        {texts.delete}
      </RoleButton>
      {isDeleting && (
        <DeleteDialog
          content={content}
          video={video}
          close={() => setDeleting(false)}
          onDeleted={() => navigate(list)}
        />
      )}
    </div>
  );
}

function Preview({ video }: { video: Video }) {
  const wordsFor = useFailureWords();
  const { videos: texts } = useTexts();
  const { status, video_url, thumbnail_url, failure_reason, width, height } = video;
  return (
    <section aria-label={texts.preview(video.title)} className={styles.preview}>
      {status === 'ready' && video_url !== null ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- the service keeps none
        <video
          controls
          playsInline
          preload="metadata"
          aria-label={texts.preview(video.title)}
          className={styles.video}
          style={width !== null && height !== null ? { aspectRatio: `${width} / ${height}` } : undefined}
          src={mediaPath(video_url)}
          {...(thumbnail_url !== null && { poster: mediaPath(thumbnail_url) })}
        />
      ) : (
        <p className={styles.quiet}>{texts.noPreview}</p>
      )}
      <p className={styles.quiet}>
        <Measures video={video} />
      </p>
      {status === 'processing' && (
        <p className={styles.quiet}>
          <ProcessingWords video={video} />
        </p>
      )}
      {failure_reason !== null && <p className={styles.quiet}>{wordsFor(video)}</p>}
      <p className={styles.quiet}>
        <NotPlayable video={video} />
      </p>
    </section>
  );
}
