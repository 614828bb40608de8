import { AppError } from './errors.js';

/** How many things of a kind may belong to one: so that what one customer stores costs the others nothing. */
export interface ObjectLimits {
  schedulesPerContent: number;
  videosPerContent: number;
  overridesPerContent: number;
  /** Those that are still to come. */
  skipsPerSchedule: number;
  contentsPerCompany: number;
  projectsPerCompany: number;
  /** Those that are not revoked. */
  apiKeysPerCompany: number;
  /** Those that were not removed. */
  peoplePerCompany: number;
  connectionsPerCompany: number;
  calendarsPerCompany: number;
  daypartsPerCompany: number;
  /** Those that are not over. */
  releasesPerCompany: number;
  itemsPerRelease: number;
  webhooksPerCompany: number;
  /** Those under way. */
  bulksPerCompany: number;
  schedulesPerBulk: number;
}

export const DEFAULT_OBJECT_LIMITS: ObjectLimits = {
  schedulesPerContent: 50,
  videosPerContent: 1_000,
  overridesPerContent: 100,
  skipsPerSchedule: 100,
  contentsPerCompany: 10_000,
  projectsPerCompany: 1_000,
  apiKeysPerCompany: 100,
  peoplePerCompany: 200,
  connectionsPerCompany: 20,
  calendarsPerCompany: 200,
  daypartsPerCompany: 200,
  releasesPerCompany: 100,
  itemsPerRelease: 1_000,
  webhooksPerCompany: 10,
  bulksPerCompany: 5,
  schedulesPerBulk: 10_000,
};

/** A limit of objects is reached. */
export class LimitReached extends AppError {
  /** The environment variable that sets it. */
  readonly variable: string;

  constructor(variable: string, message: string) {
    super('conflict', message);
    this.variable = variable;
  }
}

/**
 * Refuses one more than may be.
 * @param what whose things of which kind, as in `An AR content may have 50 schedules`.
 * @throws AppError `conflict` that names the limit.
 */
export function refuseBeyond(
  limit: number,
  count: number,
  /** `variable`: the environment variable that sets the limit. */
  { owner, things, variable }: { owner: string; things: string; variable: string },
): void {
  if (count < limit) return;
  throw new LimitReached(variable, `${owner} may have ${limit} ${things} (${variable}), and has ${count}.`);
}
