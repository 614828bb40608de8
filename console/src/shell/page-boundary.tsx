import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useLocation } from 'wouter';
import { PageFailure } from './page-states';

/** Keeps what stands around a page when the page itself cannot be shown, such as for want of one of its files. */
export function PageBoundary({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  return (
    <ErrorBoundary FallbackComponent={Fallback} resetKeys={[location]}>
      {children}
    </ErrorBoundary>
  );
}

/** A newer build has other files: only the page that names them leads to those. */
function Fallback({ error }: FallbackProps) {
  const fault = error instanceof Error ? error : new Error(String(error));
  return <PageFailure error={fault} hint={fault.message} retry={() => window.location.reload()} />;
}
