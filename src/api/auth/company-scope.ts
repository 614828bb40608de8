import { isInstallationWide, maySee } from '../../domain/caller.js';
import { AppError, invalidFields, type FieldCode, type FieldError } from '../../domain/errors.js';
import type { Id } from '../../domain/scalars.js';
import type { ApiCaller } from '../http/api-caller.js';

/** What is wrong with the `company_id` of a body: it is missing, or is not the caller's. */
export function companyFaults({ company_id: given }: { company_id?: unknown }, caller: ApiCaller): FieldError[] {
  const fault = (message: string, code: FieldCode): FieldError[] => [{ field: 'company_id', message, code }];
  if (isInstallationWide(caller))
    return given === undefined ? fault('is required with an installation-wide key', 'required') : [];
  const isForeign = typeof given === 'number' && !maySee(caller, given);
  return isForeign ? fault(`there is no company ${given}`, 'not_there') : [];
}

/**
 * The company that a new thing belongs to: the caller's, which need not be said; with an installation-wide key the one
 * that the body names.
 * @throws AppError `validation_failed` when it is missing, or is not the caller's.
 */
export function companyFor(caller: ApiCaller, given: Id | undefined): Id {
  const company = given ?? caller.companyId;
  const faults = companyFaults({ company_id: given }, caller);
  if (company === null || faults.length > 0) throw invalidFields(faults);
  return company;
}

/**
 * The same for what may also belong to the installation itself: null says so.
 * @throws AppError `forbidden` when a company's key says null.
 */
export function companyOrInstallationFor(caller: ApiCaller, given: Id | null | undefined): Id | null {
  if (given !== null) return companyFor(caller, given);
  if (isInstallationWide(caller)) return null;
  throw new AppError('forbidden', 'Only an installation-wide key may do this for the whole installation.');
}

/** @throws AppError `forbidden` unless the key is installation-wide. */
export function requireInstallationWide(caller: ApiCaller, what: string): void {
  if (!isInstallationWide(caller)) throw new AppError('forbidden', `Only an installation-wide key may ${what}.`);
}
