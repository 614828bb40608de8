import { z } from 'zod';
import type { Id } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import { idPath } from '../http/fields.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { cutPage, type Page } from '../../db/pages.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { rotationAnswer, rotationView } from '../views/rotation-view.js';

const tag = 'History';
const query = z.strictObject(pageFields);
const responses = { 200: { description: 'Ledger rows, newest first', schema: z.array(rotationAnswer) } };

interface HistoryOf {
  companyId: Id | null;
  subject: { scheduleId: Id } | { arContentId: Id };
  page: z.output<typeof query>;
  /** Throws when there is no such thing; asked only when nothing is found: history outlives what it tells of. */
  assertExists: () => Promise<unknown>;
}

async function historyOf({ repositories }: ApiDeps, wanted: HistoryOf): Promise<Page<{ id: Id } & object>> {
  const { companyId, subject, page, assertExists } = wanted;
  const before = page.after === undefined ? {} : { before: page.after };
  const rows = await repositories.listRotations({ companyId, subject, ...before, limit: page.limit + 1 });
  if (rows.length === 0 && page.after === undefined) await assertExists();
  const { rows: shown, next } = cutPage(rows, page.limit);
  return { rows: shown.map(rotationView), next };
}

const ofSchedule = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'listRotationHistory',
    method: 'get',
    path: '/api/rotation/{id}/history',
    tag,
    summary: 'What a rotation schedule did',
    access: 'viewer',
    params: idPath,
    query,
    responses,
    handler: async ({ caller: { companyId }, params: { id }, query: page, incoming }) => {
      const assertExists = () => deps.repositories.schedules.getState(id, companyId);
      const rows = await historyOf(deps, { companyId, subject: { scheduleId: id }, page, assertExists });
      return listAnswer(incoming, rows, (row) => row);
    },
  });

const ofContent = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'listArContentHistory',
    method: 'get',
    path: '/api/ar-content/{id}/history',
    tag,
    summary: 'What an AR content showed, and why',
    access: 'viewer',
    params: idPath,
    query,
    responses,
    handler: async ({ caller: { companyId }, params: { id }, query: page, incoming }) => {
      const assertExists = () => deps.repositories.arContents.getState(id, companyId);
      const rows = await historyOf(deps, { companyId, subject: { arContentId: id }, page, assertExists });
      return listAnswer(incoming, rows, (row) => row);
    },
  });

/** The ledger. */
export const historyRoutes = (deps: ApiDeps): Route[] => [ofSchedule(deps), ofContent(deps)];
