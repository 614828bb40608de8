import { isIPv6 } from 'node:net';

/** The parts of an IPv6 address, as far as the network goes that one customer usually has. */
const NETWORK_PARTS = 4;

/** An IPv4 address that came in over an IPv6 socket. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What counts as one client: an IPv4 address; of IPv6 the network of 64 bits, as whoever has one address of it has all.
 * Text that is no address stands for itself.
 */
export function clientOf(address: string): string {
  const plain = MAPPED.exec(address)?.[1] ?? address;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%', 1)[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const parts = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${parts.slice(0, NETWORK_PARTS).join(':')}::/64`;
}
