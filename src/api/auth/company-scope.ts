import { AppError, invalidFields } from '../../domain/errors.js';
import type { Id } from '../../domain/types.js';
import type { ApiCaller } from './api-caller.js';

/**
 * The company that a new thing belongs to: the caller's, which need not be said; with an installation-wide key the one
 * that the body names.
 * @throws AppError `validation_failed` when it is missing, or is not the caller's.
 */
export function companyFor(caller: ApiCaller, given: Id | undefined): Id {
  if (caller.companyId === null) {
    if (given !== undefined) return given;
    throw invalidFields([{ field: 'company_id', message: 'is required with an installation-wide key' }]);
  }
  if (given === undefined || given === caller.companyId) return caller.companyId;
  throw invalidFields([{ field: 'company_id', message: `there is no company ${given}` }]);
}

/**
 * The same for what may also belong to the installation itself: null says so.
 * @throws AppError `forbidden` when a company's key says null.
 */
export function companyOrInstallationFor(caller: ApiCaller, given: Id | null | undefined): Id | null {
  if (given !== null) return companyFor(caller, given);
  if (caller.companyId === null) return null;
  throw new AppError('forbidden', 'Only an installation-wide key may do this for the whole installation.');
}

/** @throws AppError `forbidden` unless the key is installation-wide. */
export function requireInstallationWide(caller: ApiCaller, what: string): void {
  if (caller.companyId !== null) throw new AppError('forbidden', `Only an installation-wide key may ${what}.`);
}
