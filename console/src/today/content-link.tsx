import { Link } from 'wouter';

/** Leads to a content. */
export function ContentLink({ company, id, title }: { company: number; id: number; title: string }) {
  return <Link href={`/c/${company}/contents/${id}`}>{title}</Link>;
}
