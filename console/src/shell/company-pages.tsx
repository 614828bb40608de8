import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { ContentPages } from '../content/content-pages';
import { ContentsPage } from '../contents/contents-page';
import { useCompany } from '../service/queries';
import { useLastVisit } from '../service/last-visit';
import { NotThere, PageFailure, PageLoading } from './page-states';
import { Shell } from './shell';

// Loaded when they are opened: the first page is there sooner.
const TodayPage = lazy(() => import('../today/today-page').then((room) => ({ default: room.TodayPage })));
const NewContentPage = lazy(() =>
  import('../contents/new-content-page').then((room) => ({ default: room.NewContentPage })),
);

/** The pages of a company. Its id stands in the address, so that tabs never mix companies. */
export function CompanyPages({ company }: { company: number }) {
  const { data, error, refetch } = useCompany(company);
  useLastVisit(company);
  return (
    <Shell company={company}>
      {data === undefined && error !== null ? (
        <PageFailure error={error} retry={refetch} />
      ) : (
        // Not waited for: what the page shows is asked for at the same time.
        <Suspense fallback={<PageLoading />}>
          <Switch>
            <Route path="/c/:company">
              <Redirect to={`/c/${company}/today`} replace />
            </Route>
            <Route path="/c/:company/today">
              <TodayPage key={company} company={company} />
            </Route>
            <Route path="/c/:company/contents">
              <ContentsPage company={company} />
            </Route>
            <Route path="/c/:company/contents/new">
              <NewContentPage company={company} />
            </Route>
            <Route path={/^\/c\/[^/]+\/contents\/(?<id>[1-9]\d{0,14})(?=\/|$)/}>
              {({ id }) => <ContentPages key={id} company={company} id={Number(id)} />}
            </Route>
            <Route>
              <NotThere />
            </Route>
          </Switch>
        </Suspense>
      )}
    </Shell>
  );
}
