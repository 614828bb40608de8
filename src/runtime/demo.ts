import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, Company } from '../../packages/client/src/client.js';
import { codeOf } from '../platform/error-code.js';
import { makeOthers, makeSeasons } from './demo-contents.js';
import { DemoMaker, findIn } from './demo-maker.js';

const DEMO = 'Demo company';
/** Of an installation without a demo. */
const COMPANY = 'First company';

export interface FirstStart {
  api: Client;
  dataDir: string;
  /** Where the demo's video files are. */
  videoFolder: string;
  demo: boolean;
}

/**
 * Fills an empty installation: a company, and with `demo` a content for each thing that the console tells of contents.
 * Done once in the life of a data folder. It goes through the API like any client, and looks before it makes anything, so
 * that a start that was broken off in the middle is completed by the next; a demo that was removed is not made again.
 * @returns what makes all but the first content, which nobody has to wait for.
 */
export async function fillFirstStart({ api, dataDir, videoFolder, demo }: FirstStart): Promise<() => Promise<void>> {
  const marker = join(dataDir, 'first-start');
  const state = read(marker);
  if (state === 'done') return nothingMore;
  if (state === undefined && (await api.companies.list({ limit: 1 }).first()) !== undefined) return nothingMore;
  if (state === undefined) writeFileSync(marker, 'begun');
  const found = await findIn(api.companies.list(), ({ name }) => name === DEMO || name === COMPANY);
  const isRemoved = found === undefined && state === 'has a company';
  const company = isRemoved ? undefined : (found ?? (await makeCompany(api, demo)));
  if (company?.is_demo !== true) {
    writeFileSync(marker, 'done');
    return nothingMore;
  }
  writeFileSync(marker, 'has a company');
  const maker = new DemoMaker(api, company.id, videoFolder);
  const seasons = await makeSeasons(maker);
  return async () => {
    await makeOthers(maker, seasons);
    writeFileSync(marker, 'done');
  };
}

/** Where everything is made. */
export const nothingMore = async (): Promise<void> => undefined;

/** The public id of some content, for an example that works; undefined if there is none. */
export async function anyContent(api: Client): Promise<string | undefined> {
  return (await api.contents.list({ limit: 1 }).first())?.unique_id;
}

const makeCompany = (api: Client, is_demo: boolean): Promise<Company> =>
  api.companies.create({ name: is_demo ? DEMO : COMPANY, time_zone: 'UTC', is_demo });

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
