import { Link } from 'wouter';
import styles from './content-link.module.css';

/** Leads to a content. */
export function ContentLink({ company, id, title }: { company: number; id: number; title: string }) {
  return (
    <Link href={`/c/${company}/contents/${id}`} className={styles.content}>
      {title}
    </Link>
  );
}
