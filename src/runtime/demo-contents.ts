import type { Video } from '../../packages/client/src/client.js';
import { findIn, type DemoMaker, type Season } from './demo-maker.js';
import { failedCopy } from './failed-copy.js';

/** The videos of which all others are copies, ready. */
export type Seasons = Record<Season, Video>;

interface DemoContent {
  title: string;
  is_active?: boolean;
  /** It is there only where videos lie on this disk. */
  isOnDisk?: true;
  /** Gives the content what it shows. */
  fill: (demo: DemoMaker, content: number, seasons: Seasons) => Promise<unknown>;
}

/** Every hour of the week but the first minute of Sunday. */
const HOURS = [
  { days: [1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' },
  { days: [7], from: '00:01', to: '24:00' },
];

const PLAIN = 'Poster that changes every minute';

/**
 * A content for each badge. What is late is brought back within seconds, so none can be so for long: there is one that is
 * late as soon as nobody carries out what is due.
 */
const CONTENTS: readonly DemoContent[] = [
  { title: 'Poster that is late while no worker runs', fill: fillRotating },
  { title: 'Poster that is paused', fill: fillPaused },
  { title: 'Poster that is overridden', fill: fillOverridden },
  { title: 'Poster that is dark, as it has no video', fill: async () => undefined },
  { title: 'Poster that is dark for a minute each Sunday', fill: fillDarkSoon },
  { title: 'Poster with a video that failed', isOnDisk: true, fill: failedCopy },
  {
    title: 'Poster that is inactive',
    is_active: false,
    fill: (demo, content, { Spring }) => demo.copy(content, Spring),
  },
];

/** Makes the content that simply rotates. It takes seconds until its thumbnails are made. */
export async function makeSeasons(demo: DemoMaker): Promise<Seasons> {
  const content = await demo.content(PLAIN);
  const upload = (season: Season): Promise<Video> => demo.upload(content, season);
  const [Spring, Summer, Autumn] = await Promise.all([upload('Spring'), upload('Summer'), upload('Autumn')]);
  await demo.rotation(content, [Spring, Summer, Autumn]);
  return { Spring, Summer, Autumn };
}

/** Makes all others. */
export async function makeOthers(demo: DemoMaker, seasons: Seasons): Promise<void> {
  const stores = demo.api.storageConnections.list({ provider: 'local' });
  const storesOnDisk = (await findIn(stores, ({ is_default }) => is_default)) !== undefined;
  const made: { id: number; fill: DemoContent['fill'] }[] = [];
  // One after the other, as their ids are their order.
  for (const { title, is_active = true, isOnDisk, fill } of CONTENTS) {
    if (isOnDisk && !storesOnDisk) continue;
    made.push({ id: await demo.content(title, { is_active }), fill });
  }
  await Promise.all(made.map(({ id, fill }) => fill(demo, id, seasons)));
}

async function twoOf(demo: DemoMaker, content: number, { Spring, Summer }: Seasons): Promise<[Video, Video]> {
  return [await demo.copy(content, Spring), await demo.copy(content, Summer)];
}

async function fillRotating(demo: DemoMaker, content: number, seasons: Seasons) {
  return demo.rotation(content, await twoOf(demo, content, seasons));
}

async function fillPaused(demo: DemoMaker, content: number, seasons: Seasons): Promise<void> {
  const { id, inactive_reason } = await fillRotating(demo, content, seasons);
  if (inactive_reason !== 'paused')
    await demo.api.schedules.pause(id, { note: 'So that you see what a pause looks like' });
}

async function fillOverridden(demo: DemoMaker, content: number, seasons: Seasons): Promise<void> {
  const [, summer] = await twoOf(demo, content, seasons);
  const { overrides } = demo.api;
  if ((await overrides.list(content).first()) !== undefined) return;
  await overrides.create(content, { video_id: summer.id, note: 'Over everything else, until it is ended' });
}

/** Its hours end within the week, every week. */
async function fillDarkSoon(demo: DemoMaker, content: number, { Spring }: Seasons): Promise<void> {
  const { api, companyId: company_id } = demo;
  const name = 'All week but the first minute of Sunday';
  const found = await api.dayparts.list({ company_id, name }).first();
  const { id } = found ?? (await api.dayparts.create({ company_id, name, hours: HOURS }));
  await demo.copy(content, Spring, { daypart_id: id });
}
