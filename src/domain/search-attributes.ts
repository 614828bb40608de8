/**
 * What operators filter workflows by: names and types as Temporal knows them. A name is on servers that run, so it never
 * changes.
 */
export const SEARCH_ATTRIBUTES = {
  arContentId: { name: 'ArContentId', type: 'INT' },
  companyId: { name: 'CompanyId', type: 'INT' },
  scheduleId: { name: 'ScheduleId', type: 'INT' },
  rotationType: { name: 'RotationType', type: 'KEYWORD' },
  rotationStatus: { name: 'RotationStatus', type: 'KEYWORD' },
  nextRotationAt: { name: 'NextRotationAt', type: 'DATETIME' },
} as const;
