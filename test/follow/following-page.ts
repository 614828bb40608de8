import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { clientsFolder } from '../../src/config/clients-folder.js';
import { startSite, type Site } from '../support/site.js';
import { openPage, type Opening, type OpenPage } from '../support/followed.js';

/** What a follower told its page, and when by the service's clock. */
export interface Told {
  what: 'now' | 'next' | 'ready' | 'shown' | 'painted';
  now?: { status: string; video: { id: number; title: string } | null };
  next?: { video: { id: number } | null; startsAt: number } | null;
  id?: number;
  at: number;
  /** By the clock of the machine, in fractions of a millisecond. */
  wall: number;
}

/** What a page is to follow. */
interface Wanted {
  baseUrl: string;
  uniqueId: string;
  offline?: boolean;
  prefetch?: boolean;
  /** Plays it, too. */
  plays?: boolean;
  /** Put behind the address of each video and thumbnail, where the page loads them. */
  mediaMark?: string;
}

const PAGE = `<!doctype html>
<style>body { margin: 0 } div { position: fixed; inset: 0 }</style>
<script type="module">
  import { follow, player } from '/follow-1.js';
  window.told = [];
  window.followers = [];
  window.players = [];
  const tell = (index, what) => window.told.push({ ...what, at: window.followers[index]?.serverNow() ?? NaN, wall: performance.timeOrigin + performance.now() });
  JSON.parse(decodeURIComponent(location.hash.slice(1))).forEach(({ plays, mediaMark, ...wanted }, index) => {
    const options = {
      ...wanted,
      ...(mediaMark && { mediaUrl: (url) => url + mediaMark }),
      onNow: (now) => tell(index, { what: 'now', now }),
      onNext: (next) => tell(index, { what: 'next', next }),
      onReady: (next) => tell(index, { what: 'ready', next }),
    };
    if (!plays) return void window.followers.push(follow(options));
    const element = document.body.appendChild(document.createElement('div'));
    const onShown = ({ id }) => {
      tell(index, { what: 'shown', id });
      // The first frame with it is out when the second begins.
      requestAnimationFrame(() => requestAnimationFrame(() => tell(index, { what: 'painted', id })));
    };
    const made = player(element, { ...options, onShown });
    window.players.push(made);
    window.followers.push(made.follower);
  });
</script>`;

/** A site of another origin, whose pages follow what their address says. It has the module, so that it needs no service. */
export async function startFollowingSite(): Promise<Site> {
  const module = await readFile(join(clientsFolder(), 'follow-1.js'));
  return startSite((req, res) => {
    const isModule = req.url === '/follow-1.js';
    res.setHeader('Content-Type', isModule ? 'text/javascript' : 'text/html; charset=utf-8');
    res.end(isModule ? module : PAGE);
  });
}

/** The address of a page of the site that follows these. */
export const followingUrl = (site: Site, ...wanted: Wanted[]): string =>
  `${site.url}/#${encodeURIComponent(JSON.stringify(wanted))}`;

/** Opens a page that follows. */
export async function openFollowing(
  browser: Browser,
  site: Site,
  wanted: Wanted | Wanted[],
  options?: Opening,
): Promise<OpenPage & { told: (what: Told['what']) => Promise<Told[]> }> {
  const opened = await openPage(browser, followingUrl(site, ...[wanted].flat()), options);
  const told = (what: Told['what']): Promise<Told[]> =>
    opened.page.evaluate(`told.filter(({ what }) => what === '${what}')`);
  return { ...opened, told };
}
