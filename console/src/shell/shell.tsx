import { useEffect, type ReactNode } from 'react';
import { FindDialog } from '../find/find-dialog';
import { useCompany } from '../service/queries';
import { useTexts } from '../texts/texts';
import { setClock } from '../time/clock';
import { ZoneProvider } from '../time/zone';
import { Uploads } from '../uploads/uploads';
import { Account } from './account';
import { ConnectionNote } from './connection-note';
import { Navigation } from './navigation';
import { Notices } from './notices';
import { PageBoundary } from './page-boundary';
import styles from './shell.module.css';

/** Clocks drift, and a machine that slept may have a wrong one for a moment. */
const SET_CLOCK_EVERY_MS = 600_000;

function useServiceClock(): void {
  useEffect(() => {
    // Without an answer the clock stays as it is; whether the service is there is told elsewhere.
    const set = (): void => void setClock().catch(() => undefined);
    const look = (): void => {
      if (document.visibilityState === 'visible') set();
    };
    set();
    const timer = setInterval(set, SET_CLOCK_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
}

/** What stands around every page. @param company null: the page is about none */
export function Shell({ company: id, children }: { company: number | null; children: ReactNode }) {
  const { skipToContent } = useTexts();
  const { data: company } = useCompany(id);
  useServiceClock();
  return (
    <ZoneProvider companyZone={id === null ? 'UTC' : company?.time_zone}>
      <a href="#content" className={styles.skip}>
        {skipToContent}
      </a>
      <header className={styles.header}>
        <Navigation id={id} company={company} />
        <div className={styles.tools}>
          {id !== null && <FindDialog company={id} />}
          <Account company={company} />
        </div>
      </header>
      <ConnectionNote />
      <Notices below={<Uploads />}>
        <main id="content" tabIndex={-1} className={styles.main}>
          <PageBoundary>{children}</PageBoundary>
        </main>
      </Notices>
    </ZoneProvider>
  );
}
