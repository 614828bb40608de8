import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { AppError } from '../../domain/errors.js';
import { rawValues } from './raw-headers.js';
import { askedInTarget, type AskedFor } from './request-target.js';

export interface AddressRules {
  /** How clients reach this service, whatever they ask for; undefined: as they say. */
  publicBaseUrl: string | undefined;
  /** Whether this is the address of a proxy of ours, whose X-Forwarded-Host and -Proto are believed; null: there is none. */
  isProxy: ((address: string) => boolean) | null;
}

/** Host and port of a URI (RFC 3986, 3.2.2 and 3.2.3): an IPv6 literal, or a name, which an IPv4 address is, too. */
const AUTHORITY = /^(?:\[([0-9A-Fa-f:.]+)\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::(\d*))?$/;

/** A name of the DNS has at most 253 characters, `%` forms of them and a port more. */
const MAX_LENGTH = 300;

function isAuthority(text: string): boolean {
  const found = text.length <= MAX_LENGTH ? AUTHORITY.exec(text) : null;
  if (found === null) return false;
  const [, ipv6, port = ''] = found;
  return (ipv6 === undefined || isIPv6(ipv6)) && Number(port) <= 65_535;
}

const malformed = (detail: string): AppError => new AppError('malformed_request', detail);

/** @param source what said so. @throws AppError `malformed_request` unless it makes the beginning of a URL */
function urlOf({ scheme, authority }: AskedFor, source: string): string {
  if (scheme !== 'http' && scheme !== 'https') throw malformed(`${source} must say http or https.`);
  if (isAuthority(authority)) return `${scheme}://${authority.replace(/:$/, '')}`;
  throw malformed(`${source} must name a host, with a port at most: videos.example:3000 or [2001:db8::1].`);
}

/** Where the connection came in, for clients of HTTP/1.0 that do not say whom they ask. */
function ownAuthority({ socket: { localAddress = '', localPort } }: IncomingMessage): string {
  const address = localAddress.replace(/^::ffff:(?=\d)/, '');
  return `${isIPv6(address) ? `[${address}]` : address}:${localPort}`;
}

/** What a proxy of ours says: the last value, as those before it may be the client's own words. */
const lastOf = (req: IncomingMessage, name: string): string | undefined =>
  rawValues(req, name).at(-1)?.split(',').at(-1)?.trim();

/** Whom a request asks. @throws AppError `malformed_request`, as RFC 9112 (3.2) wants it whoever needs the answer */
function askedFor(req: IncomingMessage): AskedFor & { source: string } {
  const [host, ...more] = rawValues(req, 'host');
  if (more.length > 0) throw malformed('There is more than one Host header.');
  const target = askedInTarget(req);
  if (target !== undefined) return { ...target, source: 'The request-target' };
  if (host === undefined && req.httpVersion !== '1.0') throw malformed('There is no Host header.');
  return { scheme: 'http', authority: host ?? ownAuthority(req), source: 'Host' };
}

/** Tells where clients reach this service: the absolute addresses of answers begin with it. */
export class Addresses {
  /** What of a request the addresses depend on, for the header Vary; null: nothing. */
  readonly vary: string | null;
  readonly #publicBaseUrl: string | null;
  readonly #isProxy: AddressRules['isProxy'];

  constructor({ publicBaseUrl, isProxy }: AddressRules) {
    const headers = isProxy === null ? 'Host' : 'Host, X-Forwarded-Host, X-Forwarded-Proto';
    this.vary = publicBaseUrl === undefined ? headers : null;
    this.#publicBaseUrl = publicBaseUrl?.replace(/\/+$/, '') ?? null;
    this.#isProxy = isProxy;
  }

  /** The beginning of addresses, without a slash at the end. @throws AppError `malformed_request` for a Host that is none */
  baseUrlOf(req: IncomingMessage): string {
    const { source, ...asked } = askedFor(req);
    const url = urlOf(asked, source);
    if (this.#publicBaseUrl !== null) return this.#publicBaseUrl;
    if (this.#isProxy === null || !this.#isProxy(req.socket.remoteAddress ?? '')) return url;
    const scheme = lastOf(req, 'x-forwarded-proto') ?? asked.scheme;
    const authority = lastOf(req, 'x-forwarded-host') ?? asked.authority;
    return urlOf({ scheme: scheme.toLowerCase(), authority }, 'X-Forwarded-Proto and -Host');
  }
}
