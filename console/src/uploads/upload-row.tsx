import { Link } from 'wouter';
import type { ArContent } from 'ar-video-rotation-client';
import { useContent } from '../content/queries';
import type { Texts } from '../texts/en';
import { useSpeech, useTexts } from '../texts/texts';
import { useFailureWords, useTroubleWords } from '../texts/troubles';
import { bytesText, durationText, percentText, rateText } from '../time/measures';
import { ProcessingWatch } from './processing-watch';
import { msLeft } from './rate';
import styles from './tray.module.css';
import { UploadActions } from './upload-actions';
import type { FileUpload, UploadFault } from './upload-store';

/** An upload: of which file, for which content, and how far it is. */
export function UploadRow({ upload }: { upload: FileUpload }) {
  const { uploads: texts } = useTexts();
  const { data: content } = useContent(upload.contentId);
  const { fileName, sentBytes, totalBytes, status } = upload;
  return (
    <li className={styles.row}>
      <p className={styles.names}>
        <span className={styles.file}>{fileName}</span>
        {content !== undefined && <ContentLink content={content} />}
      </p>
      {status !== 'failed' && status !== 'ready' && status !== 'processing' && (
        <progress
          className={styles.progress}
          aria-label={texts.progress(fileName)}
          value={sentBytes}
          max={Math.max(1, totalBytes)}
        />
      )}
      <div className={styles.foot}>
        {status === 'failed' ? <Fault fault={upload.fault} /> : <Status upload={upload} />}
        <UploadActions upload={upload} />
      </div>
    </li>
  );
}

function ContentLink({ content: { id, company_id, title } }: { content: ArContent }) {
  return (
    <Link href={`/c/${company_id}/contents/${id}/videos`} className={styles.quiet}>
      {title}
    </Link>
  );
}

/** Says why there is no video. */
function useFaultWords(): (fault: UploadFault) => string {
  const { faults } = useTexts().uploads;
  const [troubleWords, failureWords] = [useTroubleWords(), useFailureWords()];
  return (fault) => {
    if (typeof fault === 'string') return faults[fault];
    return 'problem' in fault ? troubleWords(fault.problem) : failureWords(fault.video);
  };
}

function Fault({ fault }: { fault: UploadFault | null }) {
  const { uploads: texts } = useTexts();
  const wordsFor = useFaultWords();
  return (
    <p role="alert" className={styles.fault}>
      {texts.statuses.failed} {fault !== null && wordsFor(fault)}
    </p>
  );
}

function Status({ upload }: { upload: FileUpload }) {
  const { texts, language } = useSpeech();
  const { status, sentBytes, totalBytes, videoId, contentId, key } = upload;
  if (status === 'processing' && videoId !== null) {
    return <ProcessingWatch uploadKey={key} contentId={contentId} videoId={videoId} />;
  }
  const share = percentText(sentBytes, totalBytes, language);
  const words = {
    ...texts.uploads.statuses,
    sending: `${share} · ${bytesText(totalBytes, language)}${speedWords(upload, texts, language)}`,
    paused: texts.uploads.paused(share),
    waiting: texts.uploads.waiting(share),
    unfinished: texts.uploads.unfinished(share),
  };
  return <p className={styles.quiet}>{words[status]}</p>;
}

/** How fast it goes, and how long it takes yet. */
function speedWords({ rate, totalBytes, sentBytes }: FileUpload, texts: Texts, language: string): string {
  const left = msLeft(rate, totalBytes - sentBytes);
  if (rate.bytesPerSecond === null || left === null) return '';
  return ` · ${rateText(rate.bytesPerSecond, language)} · ${texts.uploads.left(durationText(Math.ceil(left / 1_000) * 1_000, language))}`;
}
