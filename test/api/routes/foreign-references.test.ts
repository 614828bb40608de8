import assert from 'node:assert/strict';
import { z } from 'zod';
import { nameOf, type RouteCase } from '../../support/routes/route-case.js';
import { ROUTE_CASES, routeStage } from '../../support/routes/route-stage.js';
import type { Things } from '../../support/routes/things.js';

/** What each field of a body names. A field that is not listed here fails the test. */
const NAMES: Record<string, (things: Things) => unknown> = {
  company_id: ({ company }) => company,
  project_id: ({ project }) => project,
  ar_content_id: ({ content }) => content,
  storage_connection_id: ({ connection }) => connection,
  from_connection_id: ({ connection }) => connection,
  to_connection_id: ({ connection }) => connection,
  active_video_id: ({ video }) => video,
  default_video_id: ({ video }) => video,
  video_id: ({ video }) => video,
  daypart_id: ({ daypart }) => daypart,
  calendar_id: ({ calendar }) => calendar,
  closed_calendar_id: ({ calendar }) => calendar,
  video_sequence: ({ video }) => [video],
  copy_of: ({ stored }) => stored,
};

/** Those whose names do not say that they are of a thing. */
const UNSAID = new Set(['video_sequence', 'copy_of']);

/** These are the client's own to make up, or a place in a list of the company's own. */
const OWN = new Set(['unique_id', 'from_event_id']);

/** It looks for what may go among what the key may see: nothing, then. */
const FINDS_NOTHING = 'POST /api/unused-videos/clean-up';

describe('ids in bodies', function () {
  this.timeout(30_000);
  const stage = routeStage();

  const fieldsOf = ({ route }: RouteCase): string[] => {
    const body = stage.api.routes.find(({ method, path }) => route === `${method.toUpperCase()} ${path}`)?.body;
    const fields =
      body instanceof z.ZodObject ? Object.keys(body.shape).filter((name) => isForSetting(body, name)) : [];
    return fields.filter((field) => (field.endsWith('_id') && !OWN.has(field)) || UNSAID.has(field));
  };

  /** A field that is only read names nothing: it is compared. */
  const isForSetting = ({ shape }: z.ZodObject, name: string): boolean => {
    const field = shape[name];
    return !(field instanceof z.ZodOptional && field.unwrap() instanceof z.ZodUnknown);
  };

  /** The body with one field that names something foreign. Of two that exclude each other one is left out. */
  function withForeign(body: object, field: string, value: unknown): object {
    const { ar_content_id: _, ...rest } = body as { ar_content_id?: unknown };
    return { ...(field === 'company_id' ? rest : body), [field]: value };
  }

  const isFirst = ({ route }: RouteCase, at: number): boolean =>
    ROUTE_CASES.findIndex((other) => other.route === route) === at;

  for (const one of ROUTE_CASES.filter(isFirst).filter(({ audit }) => audit !== undefined)) {
    it(`of ${nameOf(one)} name nothing of another company`, async function () {
      const fields = fieldsOf(one);
      if (fields.length === 0) return;
      const [ours, theirs] = [await stage.things(), await stage.things()];
      const key = await stage.api.makeKey('admin', ours.company);
      const sent = await stage.request(one, ours, key);
      for (const field of fields) {
        const foreign = NAMES[field];
        assert.ok(foreign, `${one.route} has the field ${field}: say here what it names`);
        const body = withForeign(sent.body as object, field, foreign(theirs));
        const before = await stage.contents(['clean_up_proposals']);
        const answer = await stage.sendThis(one, { ...sent, body }, { key });
        if (one.route === FINDS_NOTHING && answer.status === 200) {
          assert.deepEqual((answer.body as { videos: unknown }).videos, []);
        } else assert.ok([403, 404, 422].includes(answer.status), `${field}: ${answer.status}`);
        assert.deepEqual(await stage.contents(['clean_up_proposals']), before, field);
      }
    });
  }
});
