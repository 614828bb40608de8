import { useEffect, useState } from 'react';
import { TextInput } from '@mantine/core';
import type { Company } from 'ar-video-rotation-client';
import { useLocation } from 'wouter';
import { useCompanies, useSession } from '../service/queries';
import list from '../shell/list.module.css';
import { EmptyState, NotLoaded, PageLoading } from '../shell/page-states';
import { RoleButton } from '../shell/role-button';
import { useTexts } from '../texts/texts';
import { usePageTitle } from '../shell/use-page-title';
import styles from './companies-page.module.css';
import { homeOf } from './home-of';

/** The company that somebody sees at once: their own, or the only one there is. */
function useOnlyCompany(companies: readonly Company[] | undefined): number | null {
  const session = useSession();
  if (session.data?.company_id != null) return session.data.company_id;
  return companies?.length === 1 ? (companies[0]?.id ?? null) : null;
}

/** Where somebody chooses a company who may see several. Everybody else is led to theirs. */
export function CompaniesPage() {
  const { companies: texts } = useTexts();
  const { data, error, refetch } = useCompanies();
  const isChosen = new URLSearchParams(location.search).has('choose');
  const only = useOnlyCompany(data);
  const ledTo = isChosen ? null : only;
  usePageTitle(texts.title);
  useEffect(() => {
    if (ledTo !== null) location.replace(homeOf(ledTo));
  }, [ledTo]);
  if (ledTo !== null) return <PageLoading />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  if (data.length === 0) {
    return (
      <EmptyState title={texts.none} hint={texts.noneHint}>
        <NewCompany />
      </EmptyState>
    );
  }
  return <Chooser companies={data} />;
}

/** Leads to where a company is made; those of a company are told of no others. */
function NewCompany() {
  const { making } = useTexts();
  const [, navigate] = useLocation();
  const { data: session } = useSession();
  if (session?.company_id !== null) return null;
  return (
    <RoleButton takes="admin" onClick={() => navigate('/companies/new')}>
      {making.newCompany}
    </RoleButton>
  );
}

function Chooser({ companies }: { companies: readonly Company[] }) {
  const { companies: texts } = useTexts();
  const [filter, setFilter] = useState('');
  const fitting = companies.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()));
  return (
    <>
      <div className={styles.head}>
        <h1>{texts.title}</h1>
        <NewCompany />
      </div>
      <TextInput
        type="search"
        aria-label={texts.filter}
        placeholder={texts.filter}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {fitting.length === 0 && <p>{texts.nothingFits}</p>}
      <ul className={list.list}>
        {fitting.map(({ id, name, time_zone }) => (
          <li key={id}>
            <a className={styles.company} href={homeOf(id)}>
              <strong>{name}</strong>
              <span className={styles.zone}>{time_zone}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
