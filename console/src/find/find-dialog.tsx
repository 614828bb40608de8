import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { ListedArContent } from 'ar-video-rotation-client';
import { Link, useLocation } from 'wouter';
import { Thumbnail } from '../contents/thumbnail';
import { useTexts } from '../texts/texts';
import styles from './find-dialog.module.css';
import { useFound } from './use-found';

const isShortcut = (event: globalThis.KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';

/** Finds a content by its title from every page, by Ctrl+K. */
export function FindDialog({ company }: { company: number }) {
  const { find } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const [openings, setOpenings] = useState(0);
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      if (!isShortcut(event)) return;
      event.preventDefault();
      if (dialog.current?.open === false) dialog.current.showModal();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <>
      <Button variant="default" aria-keyshortcuts="Control+K" onClick={() => dialog.current?.showModal()}>
        <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
          <circle cx="10.5" cy="10.5" r="6" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M15 15l5.5 5.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </svg>
        <span className={styles.words}>{find.open}</span>
        <kbd aria-hidden="true" className={styles.keys}>
          Ctrl K
        </kbd>
      </Button>
      <dialog
        ref={dialog}
        aria-label={find.title}
        className={styles.dialog}
        onClose={() => setOpenings((before) => before + 1)}
      >
        {/* Begun anew each time. */}
        <Finder key={openings} company={company} close={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}

/** Moves from the field to what was found, and back. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, a')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops.at((at + step) % stops.length)?.focus();
}

function Finder({ company, close }: { company: number; close: () => void }) {
  const { find } = useTexts();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const found = useFound(company, text);
  const addressOf = ({ id }: ListedArContent): string => `/c/${company}/contents/${id}`;
  const goToFirst = (event: FormEvent): void => {
    event.preventDefault();
    const [first] = found ?? [];
    if (first === undefined) return;
    navigate(addressOf(first));
    close();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are those of the field and the links within
    <form onSubmit={goToFirst} onKeyDown={moveFocus}>
      <div className={styles.head}>
        <TextInput
          className={styles.field}
          aria-label={find.title}
          placeholder={find.title}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button variant="subtle" onClick={close}>
          {find.close}
        </Button>
      </div>
      <output className={styles.hint}>{wordsFor(found, find)}</output>
      <ul className={styles.list}>
        {(found ?? []).map((content) => (
          <li key={content.id}>
            <Link href={addressOf(content)} className={styles.found} onClick={close}>
              <Thumbnail url={content.live_video?.thumbnail_url} />
              {content.title}
            </Link>
          </li>
        ))}
      </ul>
    </form>
  );
}

function wordsFor(found: readonly unknown[] | undefined, { hint, nothing }: { hint: string; nothing: string }): string {
  if (found === undefined) return hint;
  return found.length === 0 ? nothing : '';
}
