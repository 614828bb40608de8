import { z } from 'zod';

/** The few calls that the start itself makes to the API that it has started. */
export interface ApiClient {
  list(path: string): Promise<Entity[]>;
  read(path: string): Promise<Entity>;
  create(path: string, body: object | FormData): Promise<Entity>;
  /** An address by which a browser signs in with the key, once. */
  signInUrl(): Promise<string>;
}

const entity = z.looseObject({
  id: z.number(),
  unique_id: z.string().optional(),
  name: z.string().optional(),
  title: z.string().optional(),
  status: z.string().optional(),
  failure_reason: z.string().nullish(),
});

/** What this program needs to know of any object that the API answers with. */
export type Entity = z.infer<typeof entity>;

const signInLink = z.looseObject({ sign_in_url: z.string() });

const TIMEOUT_MS = 60_000;

/** A client that acts with the given key. It throws an Error with the API's own words on any answer but a 2xx. */
export function createApiClient(apiUrl: string, key: string): ApiClient {
  const call = async (method: string, path: string, body?: object | FormData): Promise<unknown> => {
    const isJson = body !== undefined && !(body instanceof FormData);
    const response = await fetch(apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(isJson && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    list: async (path) => z.array(entity).parse(await call('GET', path)),
    read: async (path) => entity.parse(await call('GET', path)),
    signInUrl: async () => signInLink.parse(await call('POST', '/api/sign-in-links')).sign_in_url,
    create: async (path, body) => entity.parse(await call('POST', path, body)),
  };
}
