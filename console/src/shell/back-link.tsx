import { Link } from 'wouter';
import styles from './back-link.module.css';

/** Above the heading of a page: where it belongs. @param to an address below `/console` */
export function BackLink({ to, title }: { to: string; title: string }) {
  return (
    <Link href={to} className={styles.back}>
      ← {title}
    </Link>
  );
}
