import type { IncomingMessage } from 'node:http';
import { SESSION_MAX_MS } from '../../domain/browser-session.js';
import { rawValues } from '../http/raw-headers.js';

/** What newKeySecret makes: nothing else is looked up. */
const SECRET = /^arv_[\w-]{43}$/;

const isHttps = (baseUrl: string): boolean => baseUrl.startsWith('https:');

/**
 * The cookie of a browser's session. It is named by the installation, as all ports of a host share their cookies. Where
 * clients reach us by https, its name has it that only we set it, for this host alone (`__Host-`), and never without TLS.
 */
export class SessionCookie {
  readonly #installationOf: () => Promise<string>;

  /** @param installationOf tells the id of the installation */
  constructor(installationOf: () => Promise<string>) {
    this.#installationOf = installationOf;
  }

  async #name(baseUrl: string): Promise<string> {
    return `${isHttps(baseUrl) ? '__Host-' : ''}arv_session_${await this.#installationOf()}`;
  }

  /**
   * The secret of the session that a request belongs to; null: of none. A cookie that comes with two values is none: one
   * of them was set by somebody else, and which cannot be told.
   */
  async read(req: Pick<IncomingMessage, 'rawHeaders'>, baseUrl: string): Promise<string | null> {
    const prefix = `${await this.#name(baseUrl)}=`;
    const [secret, ...others] = rawValues(req, 'cookie')
      .flatMap((line) => line.split(';'))
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(prefix))
      .map((pair) => pair.slice(prefix.length));
    return secret !== undefined && others.length === 0 && SECRET.test(secret) ? secret : null;
  }

  /** `Set-Cookie` of a new session. */
  set(secret: string, baseUrl: string): Promise<string> {
    return this.#said(secret, SESSION_MAX_MS / 1_000, baseUrl);
  }

  /** `Set-Cookie` that has the browser forget it. */
  clear(baseUrl: string): Promise<string> {
    return this.#said('', 0, baseUrl);
  }

  async #said(value: string, maxAge: number, baseUrl: string): Promise<string> {
    const secure = isHttps(baseUrl) ? '; Secure' : '';
    return `${await this.#name(baseUrl)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;
  }
}
