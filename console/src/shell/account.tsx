import { useState } from 'react';
import { Button, Popover, useMantineColorScheme } from '@mantine/core';
import type { Company, Session } from 'ar-video-rotation-client';
import { useSession } from '../service/queries';
import { signOut } from '../service/sign-in';
import { LANGUAGE_NAMES, LANGUAGES, useSpeech } from '../texts/texts';
import { useZone, ZONE_CHOICES, type ZoneChoice } from '../time/zone';
import styles from './account.module.css';
import { Choice } from './choice';

const SCHEMES = ['auto', 'light', 'dark'] as const;

/** Who is signed in, how the console looks to them, and the way out. */
export function Account({ company }: { company: Company | undefined }) {
  const { data: session } = useSession();
  const { texts } = useSpeech();
  const name = session?.name ?? '';
  return (
    <Popover
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal={false}
      width={280}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button variant="default" aria-label={`${texts.account.open}: ${name}`}>
          <span className={styles.name}>{name || '…'}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.account.open}>
        <div className={styles.panel}>
          {session !== undefined && <Who company={company} session={session} />}
          <Choices company={company} />
          <SignOut />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Who({ company, session }: { company: Company | undefined; session: Session }) {
  const { account } = useSpeech().texts;
  const where = session.company_id === null ? account.everything : (company?.name ?? '');
  return (
    <p className={styles.who}>
      <span className={styles.quiet}>{account.signedInAs}</span>
      <strong>{session.name}</strong>
      <span className={styles.quiet}>{[account.roles[session.role], where].filter(Boolean).join(', ')}</span>
    </p>
  );
}

/** What the browser remembers. */
function Choices({ company }: { company: Company | undefined }) {
  const { texts, language, speak } = useSpeech();
  const { account } = texts;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { choice, choose } = useZone();
  const zoneName = (zone: ZoneChoice): string =>
    zone === 'company' && company !== undefined
      ? `${account.zones.company}: ${company.time_zone}`
      : account.zones[zone];
  return (
    <>
      <Choice
        label={account.zone}
        value={choice}
        options={ZONE_CHOICES.map((zone) => [zone, zoneName(zone)])}
        choose={choose}
      />
      <Choice
        label={account.scheme}
        value={colorScheme}
        options={SCHEMES.map((scheme) => [scheme, account.schemes[scheme]])}
        choose={setColorScheme}
      />
      <Choice
        label={account.language}
        value={language}
        options={LANGUAGES.map((known) => [known, LANGUAGE_NAMES[known]])}
        choose={speak}
      />
    </>
  );
}

function SignOut() {
  const { account } = useSpeech().texts;
  const [fault, setFault] = useState<string | null>(null);
  const end = (): void => {
    signOut().catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)));
  };
  return (
    <>
      <Button variant="default" onClick={end}>
        {account.signOut}
      </Button>
      {fault !== null && <p role="alert">{fault}</p>}
    </>
  );
}
