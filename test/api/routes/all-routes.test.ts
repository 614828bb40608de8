import assert from 'node:assert/strict';
import { ROUTE_CASES, routeStage } from '../../support/routes/route-stage.js';

describe('the list of routes', () => {
  const stage = routeStage();

  it('has every route that takes a key, with the role and the If-Match that it declares', () => {
    const declared = stage.api.routes
      .filter(({ access }) => access !== 'public')
      .map(({ method, path, access, ifMatch = false }) => `${method.toUpperCase()} ${path} ${access} ${ifMatch}`);
    const listed = ROUTE_CASES.map(({ route, access, ifMatch }) => `${route} ${access} ${ifMatch !== undefined}`);
    assert.deepEqual([...new Set(listed)].toSorted(), declared.toSorted());
  });

  it('leaves these open to everybody', () => {
    const open = stage.api.routes.filter(({ access }) => access === 'public');
    assert.deepEqual(open.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted(), [
      // To pages of the service, and ends no session but the one that it comes in.
      'DELETE /api/session',
      // With the token of the content's feed.
      'GET /api/ar-content/{id}/timeline.ics',
      'GET /api/ar/{unique_id}/active-video',
      'GET /api/ar/{unique_id}/events',
      'GET /api/ar/{unique_id}/plan',
      'GET /api/time',
      'GET /clients/client.tgz',
      'GET /clients/follow-1.js',
      'GET /clients/view-1.js',
      'GET /console/sign-in',
      'GET /console/sign-in.css',
      'GET /console/sign-in.js',
      'GET /docs',
      'GET /docs/start.js',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /openapi.json',
      'GET /view/{unique_id}',
      // With a key or a link, to pages of the service.
      'POST /api/session',
    ]);
  });

  it('says of every write what the audit log tells of it', () => {
    for (const { route, audit } of ROUTE_CASES) {
      assert.equal(audit === undefined, /^(GET|HEAD) /.test(route), route);
    }
  });
});
