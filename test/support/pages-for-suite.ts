import type { BoundedClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import { apiForSuite, type ApiSetting } from './api-for-suite.js';
import { insertCompany } from './builders.js';

/** What tests of people in browsers share: an API, and a company whose they are. */
interface PagesSetting extends ApiSetting {
  company: Id;
}

/**
 * Has the tests of a suite share an API and a company. Each page (`TestPage`) has an address of its own, so that what fails
 * in one test limits no other.
 */
export function pagesForSuite(clock: BoundedClock, set: (setting: PagesSetting) => void): void {
  let setting: ApiSetting;
  apiForSuite(clock, (made) => (setting = made), { trustedProxies: ['loopback'] });
  before(async () => set({ ...setting, company: (await insertCompany(setting.database.db)).id }));
}
