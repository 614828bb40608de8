import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useTexts } from '../texts/texts';
import { useTroubleWords } from '../texts/troubles';
import styles from './notices.module.css';

/** How long something stands there that was done, and can be taken back. */
const STANDS_MS = 10_000;
/** Older ones give way. */
const AT_ONCE = 3;

interface Notice {
  id: number;
  text: string;
  undo: Undo | undefined;
  link: NoticeLink | undefined;
}

type Undo = () => Promise<unknown>;

/** Where one sees what was done: an address below `/console`. */
interface NoticeLink {
  to: string;
  words: string;
}

type Notify = (text: string, undo?: Undo, link?: NoticeLink) => void;

const NotifyContext = createContext<Notify>(() => undefined);

/** Tells what was done, with the way back and the way there, if there are any. */
export const useNotify = (): Notify => use(NotifyContext);

/** What was done lately, on every page. @param below what stands at the bottom of the screen, too */
export function Notices({ children, below }: { children: ReactNode; below: ReactNode }) {
  const { notices: texts } = useTexts();
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const lastId = useRef(0);
  const notify = useCallback<Notify>((text, undo, link) => {
    lastId.current += 1;
    const notice = { id: lastId.current, text, undo, link };
    setNotices((before) => [...before, notice].slice(-AT_ONCE));
  }, []);
  const close = useCallback((id: number) => setNotices((before) => before.filter((one) => one.id !== id)), []);
  const stack = useMemo(
    () => notices.map((notice) => <Told key={notice.id} notice={notice} close={close} notify={notify} />),
    [notices, close, notify],
  );
  return (
    <NotifyContext value={notify}>
      {children}
      <div className={styles.dock}>
        <section aria-label={texts.title} aria-live="polite" className={styles.notices}>
          {stack}
        </section>
        {below}
      </div>
    </NotifyContext>
  );
}

function Told({ notice, close, notify }: { notice: Notice; close: (id: number) => void; notify: Notify }) {
  const { notices: texts } = useTexts();
  const wordsFor = useTroubleWords();
  const { id, text, undo, link } = notice;
  useEffect(() => {
    const timer = setTimeout(() => close(id), STANDS_MS);
    return () => clearTimeout(timer);
  }, [id, close]);
  const takeBack = (): void => {
    close(id);
    undo?.().then(
      () => notify(texts.undone),
      (error: Error) => notify(texts.notUndone(wordsFor(error))),
    );
  };
  return (
    <div className={styles.notice}>
      <p>{text}</p>
      {link !== undefined && (
        <Link href={link.to} className={styles.link} onClick={() => close(id)}>
          {link.words}
        </Link>
      )}
      {undo !== undefined && (
        <Button size="xs" variant="white" onClick={takeBack}>
          {texts.undo}
        </Button>
      )}
      <Button size="xs" variant="transparent" color="gray.2" aria-label={texts.close} onClick={() => close(id)}>
        <span aria-hidden="true">✕</span>
      </Button>
    </div>
  );
}
