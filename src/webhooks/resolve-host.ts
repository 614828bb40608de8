import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** An address that was looked up, and is connected to. */
export interface HostAddress {
  address: string;
  family: 4 | 6;
}

/** The look-up as a function: tests have names of their own. */
export type ResolveHost = (host: string) => Promise<HostAddress[]>;

const withFamily = (address: string): HostAddress => ({ address, family: isIP(address) === 6 ? 6 : 4 });

/**
 * The addresses of a host. Not by `dns.lookup`, which waits in the threads that all files are read with: a name server that
 * answers nobody would hold them up.
 */
export async function resolveHost(host: string): Promise<HostAddress[]> {
  if (isIP(host) !== 0) return [withFamily(host)];
  if (/(^|\.)localhost\.?$/i.test(host)) return [withFamily('127.0.0.1')];
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  return found.flatMap((one) => (one.status === 'fulfilled' ? one.value.map(withFamily) : []));
}

/** Whether all addresses may be connected to: one that may not is enough, as a name leads to any of them. */
export const areAllowed = (addresses: readonly HostAddress[], mayBePrivate: boolean): boolean =>
  mayBePrivate || addresses.every(({ address }) => isPublicAddress(address));
