import { z } from 'zod';
import { invalidFields } from '../../domain/errors.js';
import { isInstallationWide } from '../../domain/caller.js';
import type { ApiDeps } from '../api-deps.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { instantField } from '../http/fields.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { idText, soughtText } from '../http/text-fields.js';
import { auditAnswer, auditView } from '../views/audit-view.js';

const word = soughtText.optional();

const query = z.strictObject({
  ...pageFields,
  company_id: idText.optional(),
  subject: word.meta({ description: '`<noun>:<id>`', example: 'schedule:7' }),
  actor: word.meta({ description: '`key:<id>` of an API key', example: 'key:3' }),
  action: word.meta({ description: '`<noun>.<verb>`', example: 'schedule.update' }),
  from: instantField.optional(),
  to: instantField.optional().meta({ description: 'What was done at this instant or later is left out' }),
});

/** What was done by admins. */
export const auditLogRoute = ({ repositories: { auditLog } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listAuditLog',
    method: 'get',
    path: '/api/audit-log',
    tag: 'History',
    summary: 'List who changed what, the newest first',
    description:
      'Each write is a row, with its subject before and after. A company’s key sees what was done to the company’s ' +
      'things, whoever did it. What the service does by itself on schedule is in the histories.',
    access: 'admin',
    query,
    responses: { 200: { description: 'Writes that the key may see', schema: z.array(auditAnswer) } },
    handler: async ({ caller, query: { to, ...asked }, incoming }) => {
      if (asked.from !== undefined && to !== undefined && to <= asked.from) {
        throw invalidFields([{ field: 'to', message: 'must be later than from', code: 'out_of_order' }]);
      }
      const page = await auditLog.list({ companyId: caller.companyId, ...asked, until: to });
      return listAnswer(incoming, page, auditView(isInstallationWide(caller)));
    },
  });
