import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from '../../src/config/project-root.js';
import { ALL_MUTANTS, locate, type Planted } from './locate.js';
import type { Mutant } from './mutant.js';

/** How long the test of one mutant may take; a mutant that loops is ended then, and counts as not seen. */
const LIMIT_MS = 180_000;
const LANES = Number(process.env['MUTANT_LANES'] || 2);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Outcome {
  /** `red`: a test failed. `green`: all passed. `broken`: there was no test, or no end. */
  verdict: 'red' | 'green' | 'broken';
  said: string;
}

const WORDS = { red: 'seen', green: 'SURVIVED', broken: 'NO VERDICT' } as const;

const escaped = (title: string): string => title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A copy of the tree as it stands, uncommitted changes included. */
function copyTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ar-video-rotation-mutants-'));
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: projectRoot() });
  for (const name of listed.toString().split('\0').filter(Boolean)) {
    cpSync(join(projectRoot(), name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(projectRoot(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Runs the tests of a file, those whose title holds one of some texts, or all of them. */
async function runTests(folder: string, test: string, titles: readonly string[]): Promise<Outcome> {
  const grep = titles.length === 0 ? [] : ['--grep', titles.map(escaped).join('|')];
  const args = ['node_modules/mocha/bin/mocha.js', test, '--bail', ...grep];
  const child = spawn(process.execPath, args, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), LIMIT_MS);
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  clearTimeout(timer);
  const [, passed = 0, failed = 0] = /(\d+) passed, (\d+) failed/.exec(said)?.map(Number) ?? [];
  const verdict = failed > 0 ? 'red' : passed > 0 ? 'green' : 'broken';
  return { verdict, said: said + complaint };
}

const titlesOf = ({ grep }: Mutant): string[] => (grep === undefined ? [] : [grep]);

async function withMutant(folder: string, { mutant, file }: Planted): Promise<Outcome> {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    source.replace(mutant.find, () => mutant.replace),
  );
  try {
    return await runTests(folder, mutant.test, titlesOf(mutant));
  } finally {
    writeFileSync(path, source);
  }
}

/** Does all of `work`, each lane in a copy of its own. */
async function inLanes<T>(
  work: readonly T[],
  folders: readonly string[],
  act: (item: T, folder: string) => Promise<void>,
) {
  const waiting = [...work];
  await Promise.all(
    folders.map(async (folder) => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item, folder);
    }),
  );
}

/** @returns what is wrong: tests that fail by themselves, and mutants that nobody saw. */
async function hunt(planted: readonly Planted[], folders: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  const tests = [...new Set(planted.map(({ mutant }) => mutant.test))];
  const sound = new Set<string>();
  await inLanes(tests, folders, async (test, folder) => {
    const own = planted.filter(({ mutant }) => mutant.test === test);
    const isWhole = own.some(({ mutant }) => mutant.grep === undefined);
    const titles = isWhole ? [] : own.flatMap(({ mutant }) => titlesOf(mutant));
    const { verdict, said } = await runTests(folder, test, titles);
    if (verdict === 'green') sound.add(test);
    else faults.push(`without any mutant ${verdict}: ${test}\n${said.slice(-1_500)}`);
  });
  await inLanes(planted, folders, async (one, folder) => {
    const { name, test } = one.mutant;
    if (!sound.has(test)) return;
    const begunAt = performance.now();
    const { verdict, said } = await withMutant(folder, one);
    const seconds = ((performance.now() - begunAt) / 1_000).toFixed(1);
    say(`${WORDS[verdict]} ${seconds} s ${name} (${one.file})`);
    if (verdict === 'green') faults.push(`survived: ${name} (${one.file}), not seen by ${test}`);
    if (verdict === 'broken') faults.push(`no verdict: ${name} (${one.file}) by ${test}\n${said.slice(-1_500)}`);
  });
  return faults;
}

/** `npm run test:mutants [word]`: plants each bug whose name or test contains the word, and runs the test that sees it. */
async function main(word = ''): Promise<void> {
  const begunAt = performance.now();
  const { planted: all, faults: lost } = locate(ALL_MUTANTS);
  if (lost.length > 0) throw new Error(`Mend test/mutants:\n${lost.join('\n')}`);
  const planted = all.filter(({ mutant }) => `${mutant.name} ${mutant.test}`.includes(word));
  const folders = Array.from({ length: LANES }, copyTree);
  try {
    const faults = await hunt(planted, folders);
    for (const fault of faults) say(fault);
    const minutes = ((performance.now() - begunAt) / 60_000).toFixed(1);
    say(`${planted.length} mutants, ${faults.length} faults, ${minutes} min`);
    process.exitCode = faults.length > 0 || planted.length === 0 ? 1 : 0;
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv[2]);
