import { BlockList, isIP } from 'node:net';

const IPV4_REFUSED = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/** Of IPv6 what is handed out to the public; nothing that stands for an IPv4 address lies in it but the two below. */
const IPV6_TAKEN = ['2000::', 3] as const;
const IPV6_REFUSED = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const refused = new BlockList();
for (const [network, bits] of IPV4_REFUSED) refused.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of IPV6_REFUSED) refused.addSubnet(network, bits, 'ipv6');
const taken = new BlockList();
taken.addSubnet(...IPV6_TAKEN, 'ipv6');

/**
 * Whether an address is one of the Internet: not of this machine, a private network, the link (where clouds keep their
 * metadata), carriers, multicast or documentation. Of IPv6 only what is given to the public counts, so that addresses
 * which stand for IPv4 ones (mapped, NAT64, 6to4, Teredo) do not.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refused.check(address, 'ipv4');
  return family === 6 && !address.includes('%') && taken.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}

/** The host of an URL as an address or a name: without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Whether a host names this machine or an address that is not public, without asking anybody. */
function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (isIP(name) !== 0) return !isPublicAddress(name);
  return name === 'localhost' || name.endsWith('.localhost');
}

/**
 * What is wrong with the address of an endpoint; null: nothing that can be seen by itself.
 * @param mayBePrivate whether the operator allows endpoints in private networks
 */
export function urlFault(text: string, mayBePrivate: boolean): string | null {
  // What a parser passes over, or reads as something else: whoever reads the address would take it for another one.
  if (/[\s\p{C}\\]/u.test(text)) return 'must not hold blanks, backslashes or characters that cannot be seen';
  if (!URL.canParse(text)) return 'must be an absolute URL, such as https://example.com/hooks';
  const url = new URL(text);
  if (!/^https?:\/\//i.test(text)) return 'must begin with https:// or http://';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  if (url.hash !== '') return 'must not have a fragment (#), which is never sent';
  if (url.port === '0') return 'must not have the port 0, which nothing listens on';
  if (!mayBePrivate && isPrivateHost(hostOf(url))) return 'must be an address of the Internet, not a private one';
  return null;
}
