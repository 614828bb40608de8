import { z } from 'zod';
import { makeSignInLink, signIn, signOutEverywhere, type SignInProof } from '../../admin/sign-ins.js';
import { Allowance } from '../../concurrency/allowance.js';
import { createFairLimiter } from '../../concurrency/limiter.js';
import type { SignedIn } from '../../db/browser-sessions.js';
import { showsHangingDatabase } from '../../db/transaction.js';
import { AppError } from '../../domain/errors.js';
import type { ApiDeps } from '../api-deps.js';
import { hashKeySecret, newKeySecret } from '../auth/api-key-secret.js';
import { signInUrl } from '../console/sign-in-page.js';
import { ok } from '../http/answer.js';
import { clientOf } from '../http/client-address.js';
import { defineRoute, type Incoming, type Route } from '../http/define-route.js';
import { instantAnswer, textField, toIso } from '../http/fields.js';
import { requireOwnPage } from '../http/own-page.js';
import { sessionAnswer, sessionView } from '../views/session-view.js';

const tag = 'People';
const PUBLIC_PROBLEMS = ['foreign_origin', 'database_unavailable', 'busy'] as const;
const NOT_KEPT = { 'Cache-Control': 'no-store' };

/** Attempts of one address that fail: a person mistypes, a program guesses. */
const FAILURES = { atOnce: 10, everyMs: 10_000, maxKeys: 10_000 };

const proofBody = z
  .strictObject({
    link: textField(512).optional().meta({ description: 'What the address of a sign-in link has behind its #' }),
    key: textField(512).optional().meta({ description: 'An API key' }),
  })
  .refine(({ link, key }) => (link === undefined) !== (key === undefined), {
    path: ['link'],
    error: 'give either link or key',
  })
  .meta({ id: 'SignInInput' });

const proofOf = ({ link, key }: z.output<typeof proofBody>): SignInProof =>
  link === undefined ? { keyHash: hashKeySecret(key ?? '') } : { linkHash: hashKeySecret(link) };

/** Whoever guesses waits for others who do: two attempts at once, and of one address one after the other. */
function signInGate(): (address: string, attempt: () => Promise<SignedIn | null>) => Promise<SignedIn> {
  const inTurn = createFairLimiter({ inAll: 2, perKey: 1 }, 100, showsHangingDatabase);
  const failures = new Allowance(FAILURES);
  return (address, attempt) =>
    inTurn(address, async () => {
      if (!failures.has(address, performance.now())) {
        throw new AppError('too_many_attempts', 'Too many attempts from your address have failed. Wait a little.');
      }
      const signedIn = await attempt();
      if (signedIn !== null) return signedIn;
      failures.take(address, performance.now());
      // The same, whatever it was: nobody is told which links there are.
      throw new AppError('sign_in_refused', 'This opens nothing: it is unknown, was used before, or is too old.');
    });
}

const begin = ({ admin, cookie }: ApiDeps): Route => {
  const gate = signInGate();
  return defineRoute({
    operationId: 'signIn',
    method: 'post',
    path: '/api/session',
    tag,
    summary: 'Sign in a browser',
    description:
      'By a link, which is good for one time, or by an API key. For pages of this service alone: it takes the headers ' +
      '`X-Console: 1`, which no page of another site may send, and `Origin`. The cookie of the session counts with these ' +
      'two, to read with the first. The session that the browser had before ends.',
    access: 'public',
    body: proofBody,
    responses: { 200: { description: 'Who is signed in', schema: sessionAnswer, headers: ['Set-Cookie'] } },
    problems: ['sign_in_refused', 'too_many_attempts', ...PUBLIC_PROBLEMS],
    handler: async ({ body, incoming: { req, requestId, baseUrl } }) => {
      requireOwnPage(req, baseUrl);
      const secret = newKeySecret();
      const former = await cookie.read(req, baseUrl);
      const { key, session } = await gate(clientOf(req.ip ?? ''), () =>
        signIn(admin, {
          proof: proofOf(body),
          secretHash: hashKeySecret(secret),
          formerHash: former === null ? null : hashKeySecret(former),
          requestId,
          address: req.ip ?? null,
        }),
      );
      return ok(sessionView(key, session), { ...NOT_KEPT, 'Set-Cookie': await cookie.set(secret, baseUrl) });
    },
  });
};

const read = (): Route =>
  defineRoute({
    operationId: 'getSession',
    method: 'get',
    path: '/api/session',
    tag,
    summary: 'Tell who is signed in, or whose key it is',
    access: 'viewer',
    responses: { 200: { description: 'Person or key, role and company', schema: sessionAnswer } },
    handler: async ({ caller: { key, session } }) => ok(sessionView(key, session)),
  });

const signedOut = z.strictObject({ status: z.literal('signed_out') }).meta({ id: 'SignedOut' });

const clearing = async ({ cookie }: ApiDeps, { baseUrl }: Incoming): Promise<Record<string, string>> => ({
  ...NOT_KEPT,
  'Set-Cookie': await cookie.clear(baseUrl),
});

const end = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'signOut',
    method: 'delete',
    path: '/api/session',
    tag,
    summary: 'Sign out a browser',
    description:
      'Its session is over at once. It takes the headers of signing in, and succeeds without a session, too.',
    access: 'public',
    responses: { 200: { description: 'Nobody is signed in', schema: signedOut, headers: ['Set-Cookie'] } },
    problems: PUBLIC_PROBLEMS,
    handler: async ({ incoming }) => {
      const { req, baseUrl } = incoming;
      requireOwnPage(req, baseUrl);
      const secret = await deps.cookie.read(req, baseUrl);
      if (secret !== null) await deps.repositories.sessions.end(hashKeySecret(secret));
      return ok({ status: 'signed_out' }, await clearing(deps, incoming));
    },
  });

const endAll = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'signOutEverywhere',
    method: 'delete',
    path: '/api/sessions',
    tag,
    summary: 'Sign out everywhere',
    description: 'Ends all sessions of the person, or of the key, and makes an open sign-in link good for nothing.',
    access: 'viewer',
    responses: { 200: { description: 'All are over', schema: signedOut, headers: ['Set-Cookie'] } },
    handler: async ({ caller, incoming }) => {
      await signOutEverywhere(deps.admin, caller, caller.key);
      return ok({ status: 'signed_out' }, await clearing(deps, incoming));
    },
  });

const linkAnswer = z
  .strictObject({
    sign_in_url: z
      .string()
      .nullable()
      .meta({ description: 'Good for one sign-in; null when the request was repeated' }),
    expires_at: instantAnswer,
  })
  .meta({ id: 'SignInLink' });

const makeLink = ({ admin, repositories: { isOpenLink } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createSignInLink',
    method: 'post',
    path: '/api/sign-in-links',
    tag,
    summary: 'Make a link by which a browser signs in with your key',
    description:
      'It is good for 15 minutes and one time; the one before is good for nothing then. It takes the key itself: a ' +
      'session may not prolong itself.',
    access: 'viewer',
    responses: { 200: { description: 'The link', schema: linkAnswer } },
    problems: ['forbidden', 'not_found'],
    handler: async ({ caller, incoming: { baseUrl } }) => {
      if (caller.session !== null) throw new AppError('forbidden', 'This takes the API key itself, not a session.');
      const [secret, { id }] = [newKeySecret(), caller.key];
      const linkHash = hashKeySecret(secret);
      const { link_expires_at: expiresAt } = await makeSignInLink(admin, caller, id, linkHash);
      const sign_in_url = (await isOpenLink(linkHash)) ? signInUrl(baseUrl, secret) : null;
      return ok({ sign_in_url, expires_at: toIso(expiresAt) });
    },
  });

/** Signing in and out. */
export const sessionRoutes = (deps: ApiDeps): Route[] => [begin(deps), read(), end(deps), endAll(deps), makeLink(deps)];
