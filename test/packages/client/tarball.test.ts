import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../../../scripts/lib/dependencies.js';
import { projectRoot } from '../../../src/config/project-root.js';
import type { TestApi } from '../../support/api.js';
import { apiForSuite } from '../../support/api-for-suite.js';
import { NOON } from '../../support/builders.js';
import { TestClock } from '../../support/clock.js';

const run = promisify(execFile);

/** As somebody writes it who was given nothing but the address of the service. */
const PROGRAM = `
import { createClient, ProblemError, type Company } from 'ar-video-rotation-client';
import { uploadVideo, type VideoUploading } from 'ar-video-rotation-client/upload';

const client = createClient({ baseUrl: process.argv[2] ?? '', key: process.argv[3] ?? '' });
const company: Company = await client.companies.create({ name: 'Acme' });
const names: string[] = [];
for await (const { name } of client.companies.list()) names.push(name);
const refused = await client.companies.get(4711).catch((error: unknown) => error);
const upload: typeof uploadVideo = uploadVideo;
export const send = (file: Blob): Promise<VideoUploading> =>
  upload({ baseUrl: '' }, company.id, file, { title: 'Spring' });
console.log(JSON.stringify([names, refused instanceof ProblemError && refused.code, typeof upload]));
`;

/** What the compiler is to refuse. */
const FAULTS = `
import { createClient } from 'ar-video-rotation-client';
const client = createClient({ baseUrl: '' });
// @ts-expect-error -- there is no such field
await client.companies.list({ nmae: 'Acme' });
// @ts-expect-error -- a title is needed
await client.contents.create({ company_id: 1 });
// @ts-expect-error -- the answer has no such field
(await client.companies.get(1)).nmae;
// @ts-expect-error -- an id is a number
await client.companies.get('1');
`;

const OPTIONS = ['--strict', '--target', 'es2023', '--types', 'node', '--skipLibCheck'];

describe('the tarball of the client', () => {
  let api: TestApi;
  apiForSuite(new TestClock(NOON), (setting) => ({ api } = setting));

  describe('installed into an empty folder', function () {
    this.timeout(180_000);
    let folder: string;

    before(async function () {
      folder = mkdtempSync(join(tmpdir(), 'client user '));
      const [program = '', ...args] = npm();
      const options = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      try {
        const packages = [`${api.url}/clients/client.tgz`, 'tus-js-client@4'];
        await run(program, [...args, 'install', ...options, ...packages], { cwd: folder });
      } catch (error) {
        if (!/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOTCACHED/.test(String(error))) throw error;
        this.skip();
      }
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const tsc = (file: string, options: string[]) => {
      const compiler = join(projectRoot(), 'node_modules', 'typescript', 'bin', 'tsc');
      const types = ['--typeRoots', join(projectRoot(), 'node_modules', '@types')];
      return run(process.execPath, [compiler, ...OPTIONS, ...types, ...options, file], { cwd: folder }).catch(
        (error: { stdout: string }) => assert.fail(error.stdout),
      );
    };

    it('has the licence and the version of the service', async () => {
      const read = async (path: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(path, 'utf8'));
      const installed = await read(join(folder, 'node_modules', 'ar-video-rotation-client', 'package.json'));
      const { version, license } = await read(join(projectRoot(), 'package.json'));
      assert.deepEqual([installed['version'], installed['license']], [version, license]);
    });

    it('works for a program in TypeScript, compiled to plain JavaScript', async () => {
      await writeFile(join(folder, 'program.ts'), PROGRAM);
      await tsc('program.ts', ['--module', 'nodenext']);
      const args = ['program.js', api.url, await api.makeKey('admin', null)];
      const { stdout, stderr } = await run(process.execPath, args, { cwd: folder });
      assert.deepEqual([JSON.parse(stdout), stderr], [[['Acme'], 'not_found', 'function'], '']);
    });

    it('has types that see faults, for bundlers too', async () => {
      await writeFile(join(folder, 'faults.ts'), FAULTS);
      await tsc('faults.ts', ['--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit']);
    });
  });
});
