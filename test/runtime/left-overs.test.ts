import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { stopLeftOvers } from '../../src/runtime/left-overs.js';
import { startProcess, type ManagedProcess } from '../../src/runtime/managed-process.js';
import { startOf } from '../../src/platform/process-identity.js';
import { readRunRecords, runFolder, writeRunRecord } from '../../src/runtime/run-records.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';

describe('what a killed parent left running', () => {
  const folders: string[] = [];

  function folder(): string {
    const made = makeDataDir();
    folders.push(made);
    return made;
  }

  afterEach(async () => {
    for (const made of folders.splice(0)) await removeDataDir(made);
  });

  /** A process that lives until it is stopped, with a child of its own. */
  function startLong(dataDir: string, name = 'worker'): ManagedProcess {
    const args = ['-c', 'sleep 600 & wait'];
    return startProcess({ name, command: '/bin/sh', args, env: {}, dataDir, output: { onLine: () => undefined } });
  }

  it('is stopped, and forgotten', async () => {
    const dataDir = folder();
    const child = startLong(dataDir);
    assert.deepEqual(await stopLeftOvers(dataDir), ['worker']);
    assert.equal((await child.exited).signal, 'SIGTERM');
    assert.deepEqual(readRunRecords(dataDir), []);
  });

  it('is left alone if it works on the folder that this one was copied from', async () => {
    const [original, copy] = [folder(), folder()];
    const child = startLong(original);
    cpSync(runFolder(original), runFolder(copy), { recursive: true });
    assert.deepEqual(await stopLeftOvers(copy), []);
    assert.notEqual(startOf(child.pid ?? 0), undefined);
    await child.stop(1_000);
  });

  it('is not mistaken for another process that got its pid', async () => {
    const dataDir = folder();
    const record = { name: 'api', pid: process.pid, startedAt: 'long ago', dataDir, stopSignal: 'SIGTERM' } as const;
    writeRunRecord(record);
    assert.deepEqual(await stopLeftOvers(dataDir), []);
    assert.deepEqual(readRunRecords(join(dataDir)), []);
  });
});
