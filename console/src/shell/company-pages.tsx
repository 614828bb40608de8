import { Redirect, Route, Switch } from 'wouter';
import { ContentsPage } from '../contents/contents-page';
import { useCompany } from '../service/queries';
import { NotThere, PageFailure } from './page-states';
import { Shell } from './shell';

/** The pages of a company. Its id stands in the address, so that tabs never mix companies. */
export function CompanyPages({ company }: { company: number }) {
  const { data, error, refetch } = useCompany(company);
  return (
    <Shell company={company}>
      {data === undefined && error !== null ? (
        <PageFailure error={error} retry={refetch} />
      ) : (
        // Not waited for: what the page shows is asked for at the same time.
        <Switch>
          <Route path="/c/:company">
            <Redirect to={`/c/${company}/contents`} replace />
          </Route>
          <Route path="/c/:company/contents">
            <ContentsPage company={company} />
          </Route>
          <Route>
            <NotThere />
          </Route>
        </Switch>
      )}
    </Shell>
  );
}
