import { useEffect } from 'react';
import { useTexts } from '../texts/texts';

/** Names the page where browsers show it. */
export function usePageTitle(title: string): void {
  const { product } = useTexts();
  useEffect(() => {
    document.title = `${title} – ${product}`;
  }, [title, product]);
}
