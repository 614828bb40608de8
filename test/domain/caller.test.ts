import assert from 'node:assert/strict';
import { isInstallationWide, maySee, serviceCaller, type Caller } from '../../src/domain/caller.js';
import { isUsableBy } from '../../src/domain/storage-connection.js';

const OF_COMPANY: Caller = { ...serviceCaller('key:1'), companyId: 7 };

describe('maySee', () => {
  it('shows everything to a caller of the installation', () => {
    assert.ok(maySee(serviceCaller('key:1'), 7));
    assert.ok(maySee(serviceCaller('key:1'), null));
    assert.ok(isInstallationWide(serviceCaller('key:1')));
  });

  it("shows a company's caller what is the company's, and nothing of the installation's", () => {
    assert.ok(maySee(OF_COMPANY, 7));
    assert.ok(!maySee(OF_COMPANY, 8));
    assert.ok(!maySee(OF_COMPANY, null));
    assert.ok(!isInstallationWide(OF_COMPANY));
  });
});

describe('isUsableBy', () => {
  it("lets a company store in its own connections and the installation's", () => {
    assert.ok(isUsableBy({ company_id: 7 }, 7));
    assert.ok(isUsableBy({ company_id: null }, 7));
    assert.ok(!isUsableBy({ company_id: 8 }, 7));
  });

  it("lets one that is being made store in the installation's alone", () => {
    assert.ok(isUsableBy({ company_id: null }, null));
    assert.ok(!isUsableBy({ company_id: 8 }, null));
  });
});
