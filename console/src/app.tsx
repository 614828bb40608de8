import { lazy, Suspense } from 'react';
import { Route, Router, Switch } from 'wouter';
import { CompaniesPage } from './companies/companies-page';
import { CompanyPages } from './shell/company-pages';
import { NotThere, PageLoading } from './shell/page-states';
import { Shell } from './shell/shell';

const NewCompanyPage = lazy(() =>
  import('./companies/new-company-page').then((room) => ({ default: room.NewCompanyPage })),
);

/** The pages, by their addresses below `/console`. */
export function App() {
  return (
    <Router base="/console">
      <Switch>
        <Route path={/^\/c\/(?<company>[1-9]\d{0,15})(?=\/|$)/}>
          {({ company }) => <CompanyPages company={Number(company)} />}
        </Route>
        <Route path="/companies/new">
          <Shell company={null}>
            <Suspense fallback={<PageLoading />}>
              <NewCompanyPage />
            </Suspense>
          </Shell>
        </Route>
        <Route path="/">
          <Shell company={null}>
            <CompaniesPage />
          </Shell>
        </Route>
        <Route>
          <Shell company={null}>
            <NotThere />
          </Shell>
        </Route>
      </Switch>
    </Router>
  );
}
