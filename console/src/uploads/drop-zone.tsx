import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { FileButton } from '@mantine/core';
import { RoleButton, useMay } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import styles from './drop-zone.module.css';
import { addFiles } from './send-uploads';
import { VIDEO_FILES } from './video-files';

// Now, as there may be no connection by the time it is needed.
import('./tray').catch(() => undefined);

const bringsFiles = ({ types }: DataTransfer): boolean => types.includes('Files');

/** A file that misses the zone by a little would take the place of the page. */
function useMisses(): void {
  useEffect(() => {
    const ignore = (event: globalThis.DragEvent): void => {
      if (event.dataTransfer !== null && bringsFiles(event.dataTransfer)) event.preventDefault();
    };
    window.addEventListener('dragover', ignore);
    window.addEventListener('drop', ignore);
    return () => {
      window.removeEventListener('dragover', ignore);
      window.removeEventListener('drop', ignore);
    };
  }, []);
}

interface Zone {
  contentId: number;
  /** Of what it holds. */
  title: string;
  heading: ReactNode;
  children: ReactNode;
}

/** Takes the files that are dropped on what it holds, or chosen by its button, as videos of a content. */
export function DropZone({ contentId, title, heading, children }: Zone) {
  const { uploads: texts } = useTexts();
  const may = useMay('editor') ?? false;
  const [isOver, setOver] = useState(false);
  useMisses();
  const drag = (event: DragEvent): void => {
    if (!bringsFiles(event.dataTransfer)) return;
    // Else the browser would leave the page for the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = may ? 'copy' : 'none';
    setOver(may);
  };
  const leave = ({ currentTarget, relatedTarget }: DragEvent): void => {
    // It goes on over whatever lies within.
    if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
  };
  const drop = (event: DragEvent): void => {
    if (!bringsFiles(event.dataTransfer)) return;
    event.preventDefault();
    setOver(false);
    if (may) void addFiles(contentId, [...event.dataTransfer.files]);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its button does the same for keyboards
    <section aria-label={title} className={styles.zone} onDragOver={drag} onDragLeave={leave} onDrop={drop}>
      <div className={styles.head}>
        {heading}
        <AddButton contentId={contentId} />
        <span className={styles.hint}>
          {texts.drop}. {texts.kinds}
        </span>
      </div>
      {isOver && <p className={styles.over}>{texts.dropNow}</p>}
      {children}
    </section>
  );
}

function AddButton({ contentId }: { contentId: number }) {
  const { uploads: texts } = useTexts();
  const reset = useRef<() => void>(null);
  const add = (files: File[]): void => {
    void addFiles(contentId, files);
    // Else the same file, chosen again, would be no change.
    reset.current?.();
  };
  return (
    <FileButton multiple accept={VIDEO_FILES} resetRef={reset} onChange={add}>
      {({ onClick }) => (
        <RoleButton takes="editor" onClick={onClick}>
          {texts.add}
        </RoleButton>
      )}
    </FileButton>
  );
}
