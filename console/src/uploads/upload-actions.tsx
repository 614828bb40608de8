import { useRef, useState } from 'react';
import { Button, FileButton } from '@mantine/core';
import { ConfirmDialog } from '../shell/dialog';
import { useTexts } from '../texts/texts';
import { cancel, chooseAgain, dismiss, goOn, pause } from './send-uploads';
import styles from './tray.module.css';
import { isOver, isUnderWay, type FileUpload } from './upload-store';
import { VIDEO_FILES } from './video-files';

/** What can be done about an upload. */
export function UploadActions({ upload }: { upload: FileUpload }) {
  const { uploads: texts } = useTexts();
  const { key, fileName, status, hasFile } = upload;
  const button = (words: string, act: () => void) => (
    <Button size="compact-sm" variant="default" aria-label={`${words}: ${fileName}`} onClick={act}>
      {words}
    </Button>
  );
  return (
    <div className={styles.actions}>
      {isUnderWay(upload) && button(texts.pause, () => void pause(key))}
      {status === 'paused' && button(texts.goOn, () => goOn(key))}
      {status === 'failed' && hasFile && button(texts.retry, () => goOn(key))}
      {status === 'unfinished' && <ChooseAgain upload={upload} />}
      {isOver(upload) && button(texts.dismiss, () => dismiss(key))}
      {!isOver(upload) && status !== 'processing' && <Cancel upload={upload} />}
    </div>
  );
}

/** Asks first: what was sent would have to be sent again. */
function Cancel({ upload: { key, fileName } }: { upload: FileUpload }) {
  const { uploads: texts } = useTexts();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={`${texts.cancel}: ${fileName}`}
        onClick={() => setAsking(true)}
      >
        {texts.cancel}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={texts.cancelTitle(fileName)}
          doIt={texts.cancelIt}
          isBusy={false}
          confirm={() => void cancel(key)}
          close={() => setAsking(false)}
        >
          <p>{texts.cancelHint}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** A page that was left lost its files; chosen again, they are gone on with. */
function ChooseAgain({ upload: { key, fileName } }: { upload: FileUpload }) {
  const { uploads: texts } = useTexts();
  const [isAnother, setAnother] = useState(false);
  const reset = useRef<() => void>(null);
  const choose = async (file: File | null): Promise<void> => {
    if (file !== null) setAnother(!(await chooseAgain(key, file)));
    // Else the same one, chosen again, would be no change.
    reset.current?.();
  };
  return (
    <>
      {isAnother && (
        <span role="alert" className={styles.fault}>
          {texts.anotherFile(fileName)}
        </span>
      )}
      <FileButton accept={VIDEO_FILES} resetRef={reset} onChange={(file) => void choose(file)}>
        {(props) => (
          <Button size="compact-sm" aria-label={`${texts.chooseAgain}: ${fileName}`} {...props}>
            {texts.chooseAgain}
          </Button>
        )}
      </FileButton>
    </>
  );
}
