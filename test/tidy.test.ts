import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentSchema } from '../src/config/config.js';
import { projectRoot } from '../src/config/project-root.js';
import { projectFiles } from './support/project-files.js';

const root = projectRoot();
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const files = projectFiles();
const sources = files.filter((file) => /^(src|migrations|packages\/\w+\/src|console\/src)\/.*\.tsx?$/.test(file));
/** But for what a generator wrote. */
const written = sources.filter((file) => file !== 'packages/client/src/openapi.ts');
/** The project's own, and those of its packages and tools. */
const manifests = files.filter((file) => /^((packages|tools)\/\w+\/)?package\.json$/.test(file));

/** They run where there is neither a logger nor a clock of ours, nor Node's crypto. */
const IN_PACKAGES = /^packages\//;

/** What a word in the code means, where it may stand all the same, and what to write instead. */
const BANNED: [RegExp, RegExp | null, string][] = [
  [/\bconsole\.(log|error|warn|info|debug|trace|dir)\b/, IN_PACKAGES, 'the logger'],
  [/\bprocess\.env\b/, /^src\/(main[^/]*|process\/.*|runtime\/.*)\.ts$/, 'Config, handed down from a main'],
  [/\bnew Date\(\)/, null, 'the Clock'],
  [
    /\bDate\.now\(\)/,
    /^(src\/(config\/logger|workflows\/.*|runtime\/.*|temporal\/.*|storage\/(local-storage|gcs-store))\.ts$|packages\/|console\/src\/(time\/clock|service\/connection)\.ts$)/,
    'the Clock',
  ],
  [/\bMath\.random\(\)/, IN_PACKAGES, 'the seed of the schedule, or node:crypto'],
  [/\b(TODO|FIXME|HACK|XXX)\b/, null, 'an issue, or the work itself'],
  [/\bcontent items?\b/i, null, 'AR content'],
];

/** An entry of package-lock.json. */
interface LockedPackage {
  integrity?: string;
  /** To a workspace. */
  link?: true;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
}

describe('the project is tidy', () => {
  for (const [word, allowed, instead] of BANNED) {
    it(`writes ${instead} instead of ${word.source}`, () => {
      const found = sources.filter((file) => !allowed?.test(file) && word.test(read(file)));
      assert.deepEqual(found, []);
    });
  }

  it('has no file that takes more than a few screens', () => {
    const long = written.filter((file) => !file.startsWith('migrations/') && read(file).split('\n').length > 300);
    assert.deepEqual(long, []);
  });

  it('lists every variable in .env.example, and no other, with its default', () => {
    const example = read('.env.example')
      .split('\n')
      .filter((line) => /^[A-Z_]+=/.test(line))
      .map((line) => line.slice(0, line.indexOf('=')));
    assert.deepEqual(example.toSorted(), Object.keys(environmentSchema.shape).toSorted());
  });

  it('has no dead links within its documents', () => {
    for (const document of files.filter((file) => file.endsWith('.md'))) {
      for (const [, target = ''] of read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        assert.ok(existsSync(join(root, dirname(document), target)), `${document} links to ${target}`);
      }
    }
  });

  it('pins every dependency, all of Temporal to one version', () => {
    const all = manifests.flatMap((file) => {
      const { dependencies, devDependencies } = JSON.parse(read(file)) as Record<string, Record<string, string>>;
      return Object.entries({ ...dependencies, ...devDependencies });
    });
    assert.deepEqual(
      all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
      [],
    );
    const temporal = all.filter(([name]) => name.startsWith('@temporalio/'));
    assert.equal(new Set(temporal.map(([, version]) => version)).size, 1);
  });

  it('installs nothing on this platform whose content the lock file does not fix, and sends no usage data', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };
    const isForUs = ({ os, cpu }: LockedPackage): boolean =>
      (os ?? [process.platform]).includes(process.platform) && (cpu ?? [process.arch]).includes(process.arch);
    const foreign = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
    const loose = foreign.filter(([, entry]) => entry.integrity === undefined);
    // Packages for platforms that the registry lacked when the file was made; npm takes their checksum when it has them.
    assert.deepEqual(
      loose.filter(([, entry]) => entry.optional !== true),
      [],
    );
    if (process.platform === 'linux' && process.arch === 'x64') {
      const ours = loose.filter(([path, entry]) => isForUs(entry) && existsSync(join(root, path)));
      assert.deepEqual(ours, []);
    }
    assert.deepEqual((JSON.parse(read('package.json')) as { scarfSettings?: unknown }).scarfSettings, {
      enabled: false,
    });
  });

  it('has no passwords of its own in the compose file, and one version of Node everywhere', () => {
    const secrets = read('docker-compose.yml').matchAll(/\$\{(\w*(?:PASSWORD|KEY|USER)\w*)(:[-?])/g);
    for (const [, name, sign] of secrets) if (name !== 'CREDENTIALS_KEY') assert.equal(sign, ':?', name);
    const recommended = read('.nvmrc').trim();
    for (const [, version] of read('Dockerfile').matchAll(/^FROM node:(\d+)/gm)) assert.equal(version, recommended);
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);
    for (const [, script = ''] of read('CONTRIBUTING.md').matchAll(/npm run ([\w:]+)/g)) {
      assert.ok(scripts.includes(script), `CONTRIBUTING.md names npm run ${script}`);
    }
  });

  it('copies the package.json of every workspace into the image before it installs', () => {
    const [before = ''] = read('Dockerfile').split('RUN npm ci');
    const folders = manifests.filter((file) => file.startsWith('packages/')).map(dirname);
    const missing = folders.filter((folder) => !before.includes(`COPY ${folder}/package.json ${folder}/\n`));
    assert.deepEqual(missing, []);
  });

  it('gives every exported name of src, of each package and of the console one meaning', () => {
    const places = new Map<string, string[]>();
    // A catalog is called the same in every language.
    const inOneLanguage = sources.filter((file) => !file.startsWith('console/src/texts/ru/'));
    for (const file of inOneLanguage) {
      const [home = ''] = /^(packages\/\w+|console)\//.exec(file) ?? [];
      const exported = /^export (?:async )?(?:function\*?|const|class|interface|type|abstract class) (\w+)/gm;
      for (const name of new Set([...read(file).matchAll(exported)].map(([, name = '']) => name))) {
        places.set(home + name, [...(places.get(home + name) ?? []), file]);
      }
    }
    // Of a migration, which all have both.
    for (const name of ['up', 'down']) places.delete(name);
    assert.deepEqual(
      [...places].filter(([, files]) => files.length > 1),
      [],
    );
  });

  it('keeps a changelog with a section for what is to come', () => {
    assert.match(read('CHANGELOG.md'), /^# Changelog\n[\s\S]*\n## \[Unreleased\]\n/);
  });
});
