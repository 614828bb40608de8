import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSpeech, useTexts } from '../texts/texts';
import { percentText } from '../time/measures';
import { dismiss, findUnfinished } from './send-uploads';
import styles from './tray.module.css';
import { UploadRow } from './upload-row';
import { isOver, isUnderWay, useUploads, type FileUpload } from './upload-store';

/** Every upload of this browser: how far it is, and what can be done about it. */
export function Tray() {
  const { uploads: texts } = useTexts();
  const uploads = useUploads();
  const [isOpen, setOpen] = useState(true);
  useUnfinished();
  if (uploads.length === 0) return null;
  const over = uploads.filter(isOver);
  return (
    <section aria-label={texts.title} className={styles.tray}>
      <div className={styles.head}>
        <h2 className={styles.title}>{texts.title}</h2>
        <Summary uploads={uploads} />
        {over.length > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={() => over.forEach(({ key }) => dismiss(key))}>
            {texts.clear}
          </Button>
        )}
        <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? texts.fold : texts.unfold}
        </Button>
      </div>
      {/* Rows that are hidden go on watching what becomes of their videos. */}
      <ul aria-label={texts.title} hidden={!isOpen} className={styles.list}>
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

/** Looks for what earlier pages began; once more when the connection is back, as everything that was asked for is. */
function useUnfinished(): void {
  useQuery({
    queryKey: ['unfinished-uploads'],
    queryFn: async () => {
      await findUnfinished();
      return null;
    },
    staleTime: Infinity,
  });
}

/** How many are on their way, and how far they are together. */
function Summary({ uploads }: { uploads: readonly FileUpload[] }) {
  const { texts, language } = useSpeech();
  const underWay = uploads.filter(isUnderWay);
  const sum = (bytesOf: (upload: FileUpload) => number): number =>
    underWay.reduce((total, upload) => total + bytesOf(upload), 0);
  const share = percentText(
    sum(({ sentBytes }) => sentBytes),
    sum(({ totalBytes }) => totalBytes),
    language,
  );
  return (
    <span className={styles.summary}>
      {underWay.length > 0 && texts.uploads.underWay(texts.uploads.files(underWay.length), share)}
    </span>
  );
}
