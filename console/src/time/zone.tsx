import { createContext, use, useMemo, type ReactNode } from 'react';
import { useLocalStorage } from '@mantine/hooks';

/** Whose clocks the console shows. */
export const ZONE_CHOICES = ['company', 'schedule', 'mine', 'utc'] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

interface Zones {
  choice: ZoneChoice;
  /** An IANA zone; undefined: it is that of a company which is not loaded yet. */
  zone: string | undefined;
  choose: (choice: ZoneChoice) => void;
}

/** That of this machine. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const ZoneContext = createContext<Zones>({ choice: 'utc', zone: 'UTC', choose: () => undefined });

/** The zone in which instants are shown, and how to choose another one. */
export const useZone = (): Zones => use(ZoneContext);

/** @param companyZone of the company that the pages are about; undefined: it is not loaded yet */
export function ZoneProvider({ companyZone, children }: { companyZone: string | undefined; children: ReactNode }) {
  const [chosen, choose] = useLocalStorage<ZoneChoice>({
    key: 'console:zone',
    defaultValue: 'company',
    getInitialValueInEffect: false,
  });
  // Another version of the console may have remembered something else.
  const choice = ZONE_CHOICES.find((known) => known === chosen) ?? 'company';
  const zones = useMemo(() => {
    // What is of no schedule is of the company.
    const known: Record<ZoneChoice, string | undefined> = {
      company: companyZone,
      schedule: companyZone,
      mine: ownZone(),
      utc: 'UTC',
    };
    return { choice, choose, zone: known[choice] };
  }, [choice, choose, companyZone]);
  return <ZoneContext value={zones}>{children}</ZoneContext>;
}

/** What is of a schedule: by its clocks, where that was chosen. */
export function ScheduleZone({ zone, children }: { zone: string; children: ReactNode }) {
  const zones = useZone();
  const within = useMemo(() => (zones.choice === 'schedule' ? { ...zones, zone } : zones), [zones, zone]);
  return <ZoneContext value={within}>{children}</ZoneContext>;
}
