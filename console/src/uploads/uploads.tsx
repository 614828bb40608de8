import { lazy, Suspense, useSyncExternalStore } from 'react';
import { uploadStore } from './upload-store';

const Tray = lazy(() => import('./tray').then(({ Tray }) => ({ default: Tray })));

/** What tus-js-client calls the addresses of uploads that were begun. */
const BEGUN = 'tus::';

function hasBegunEarlier(): boolean {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith(BEGUN));
  } catch {
    return false; // A browser that keeps nothing.
  }
}

/** Looked at once: what this page begins is in the store. */
const begunEarlier = hasBegunEarlier();

const isNeeded = (): boolean => begunEarlier || uploadStore.all().length > 0;

/** The uploads, at the bottom of every page. What they take is loaded once there are any. */
export function Uploads() {
  const isShown = useSyncExternalStore(uploadStore.subscribe, isNeeded);
  if (!isShown) return null;
  return (
    <Suspense>
      <Tray />
    </Suspense>
  );
}
