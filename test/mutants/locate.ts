import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';
import type { Mutant } from './mutant.js';
import { BULK_MUTANTS } from './bulks.js';
import { CALENDAR_MUTANTS } from './calendars.js';
import { COPY_MUTANTS } from './copies.js';
import { KEEPING_MUTANTS } from './keeping.js';
import { MANY_MUTANTS } from './many.js';
import { OVERRIDE_MUTANTS } from './overrides.js';
import { PAGE_MUTANTS } from './pages.js';
import { PEOPLE_MUTANTS } from './people.js';
import { RELEASE_MUTANTS } from './releases.js';
import { ROUTE_MUTANTS } from './routes.js';
import { RULE_MUTANTS } from './rules.js';
import { WEBHOOK_MUTANTS } from './webhooks.js';

/** A mutant, and the file that it is planted in. */
export interface Planted {
  mutant: Mutant;
  file: string;
}

export const ALL_MUTANTS: readonly Mutant[] = [
  ...ROUTE_MUTANTS,
  ...RULE_MUTANTS,
  ...OVERRIDE_MUTANTS,
  ...RELEASE_MUTANTS,
  ...CALENDAR_MUTANTS,
  ...KEEPING_MUTANTS,
  ...MANY_MUTANTS,
  ...BULK_MUTANTS,
  ...WEBHOOK_MUTANTS,
  ...PEOPLE_MUTANTS,
  ...COPY_MUTANTS,
  ...PAGE_MUTANTS,
];

/** Where each mutant is planted, and what stands no longer, or more than once, in `src`: the list has to be mended then. */
export function locate(mutants: readonly Mutant[]): { planted: Planted[]; faults: string[] } {
  const root = join(projectRoot(), 'src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const sources = files.map((name) => ({ file: join('src', name), source: readFileSync(join(root, name), 'utf8') }));
  const faults: string[] = [];
  const planted = mutants.flatMap((mutant) => {
    const places = sources.flatMap(({ file, source }) =>
      source
        .split(mutant.find)
        .slice(1)
        .map(() => file),
    );
    const [file] = places;
    if (places.length === 1 && file !== undefined) return [{ mutant, file }];
    faults.push(`${mutant.name}: stands ${places.length} times in src: ${places.join(', ')}`);
    return [];
  });
  return { planted, faults };
}
