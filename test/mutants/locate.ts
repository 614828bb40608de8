import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';
import type { Mutant } from './mutant.js';
import { BULK_MUTANTS } from './bulks.js';
import { CALENDAR_MUTANTS } from './calendars.js';
import { CONSOLE_APP_MUTANTS } from './console.js';
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
  ...CONSOLE_APP_MUTANTS,
];

const FOLDERS = ['src', 'console/src'];

function readSources(): { file: string; source: string }[] {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  return files.map((file) => ({ file, source: readFileSync(join(projectRoot(), file), 'utf8') }));
}

/** Where each mutant is planted, and what stands no longer, or more than once: the list has to be mended then. */
export function locate(mutants: readonly Mutant[]): { planted: Planted[]; faults: string[] } {
  const sources = readSources();
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
    faults.push(`${mutant.name}: stands ${places.length} times: ${places.join(', ')}`);
    return [];
  });
  return { planted, faults };
}
