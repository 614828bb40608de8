import assert from 'node:assert/strict';
import { createActivities, type Activities, type ActivityOptions } from '../../src/activities/activities.js';

/** A part that fails the test which comes to use it, whatever is asked of it. */
const unusedPart = (part: string): object =>
  new Proxy(() => undefined, {
    apply: () => assert.fail(`${part} is not part of these tests`),
    get: (_, name) => () => assert.fail(`${part}.${String(name)} is not part of these tests`),
  });

/** The real activities, made from the parts that a test means to be used; each of the others fails it. */
export function activitiesOf(given: Partial<ActivityOptions>): Activities {
  const options = new Proxy(given, { get: (parts, name) => Reflect.get(parts, name) ?? unusedPart(String(name)) });
  return createActivities(options as ActivityOptions);
}

/** Activities that fail the test which calls them; a test gives those it means to be called. */
export const stubActivities = (given: Partial<Activities>): Activities => ({ ...activitiesOf({}), ...given });
