import type { Company } from 'ar-video-rotation-client';
import { Link, useRoute } from 'wouter';
import { useSession } from '../service/queries';
import { useTexts } from '../texts/texts';
import styles from './navigation.module.css';

/**
 * Where one is, and where else one can go.
 * @param id of the company that the page is about; null: none. @param company undefined: it is not loaded yet
 */
export function Navigation({ id, company }: { id: number | null; company: Company | undefined }) {
  const { product, navigation } = useTexts();
  const [isToday] = useRoute('/c/:company/today');
  const [isContents] = useRoute('/c/:company/contents');
  return (
    <nav aria-label={navigation.main} className={styles.navigation}>
      <a href="/console/" className={styles.brand}>
        <img src="/console/icon.svg" alt={product} width={28} height={28} />
      </a>
      {company !== undefined && <CompanyName company={company} />}
      {id !== null && (
        <>
          <Link href={`/c/${id}/today`} className={styles.page} aria-current={isToday ? 'page' : undefined}>
            {navigation.today}
          </Link>
          <Link href={`/c/${id}/contents`} className={styles.page} aria-current={isContents ? 'page' : undefined}>
            {navigation.contents}
          </Link>
        </>
      )}
      <a href="/docs" className={styles.page}>
        {navigation.apiDocs}
      </a>
    </nav>
  );
}

/** Leads whoever may see several companies to the others. */
function CompanyName({ company: { name } }: { company: Company }) {
  const { companies } = useTexts();
  const { data: session } = useSession();
  if (session?.company_id !== null) return <span className={styles.company}>{name}</span>;
  return (
    <a href="/console/?choose" className={styles.company} aria-label={`${name}, ${companies.change}`}>
      {name}
      <span aria-hidden="true"> ▾</span>
    </a>
  );
}
