import { seenBy, type Mutant } from './mutant.js';

const edits = seenBy('test/planning/releases.test.ts', [
  {
    name: 'release: it shows before every process may have heard of it',
    find: 'export const RELEASE_LEAD_MS = 10_000;',
    replace: 'export const RELEASE_LEAD_MS = 9_000;',
    grep: 'are live in ten seconds',
  },
  {
    name: 'release: its overrides are changed alone',
    find: '    refuseReleased(override);\n',
    replace: '',
    grep: 'alone change and end',
  },
  {
    name: 'release: it names contents of another company',
    find: 'if (!there.has(content)) return',
    replace: 'if (Number.isNaN(content)) return',
    grep: 'name what is wrong',
  },
]);

const door = seenBy('test/planning/set-door.test.ts', [
  {
    name: 'release: one that is late is committed all the same',
    find: '    await commitWithin(this.trx, left);\n',
    replace: '',
    grep: 'comes too late',
  },
]);

/** Many contents at one instant. */
export const RELEASE_MUTANTS: readonly Mutant[] = [...edits, ...door];
