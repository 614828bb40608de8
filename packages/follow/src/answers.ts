/** A video, as the public API tells of it. */
export interface Video {
  id: number;
  title: string;
  video_url: string | null;
  thumbnail_url: string | null;
  /** Seconds. */
  duration: number | null;
  width: number | null;
  height: number | null;
  size_bytes: number | null;
  mime_type: string | null;
}

/** What `/active-video` and the events tell, as far as it is used. */
export interface ActiveVideo extends Video {
  version: number;
  valid_until: string | null;
  next_video: (Video & { starts_at: string }) | null;
}

/** What `/plan` tells, as far as it is used. */
export interface Plan {
  entries: { starts_at: string; version: number; video: Video | null }[];
}

/** A refusal, as far as it is used. */
export interface Problem {
  code: string;
}

/** An answer, read to its end. */
export interface Asked<T> {
  status: number;
  /** The JSON of a 200; null: there is none. */
  body: T | null;
  /** The JSON of a refusal; null: there is none. */
  problem: Problem | null;
}

const PATIENCE_MS = 10_000;

/** Fetches JSON, with little patience. @throws when it did not come whole and in time */
export async function ask<T>(url: string, cache: RequestCache = 'no-cache'): Promise<Asked<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, { cache, credentials: 'omit', signal: abort.signal });
    const text = await response.text();
    const { status } = response;
    const body: T | null = status === 200 ? JSON.parse(text) : null;
    const problem: Problem | null = status !== 200 && isJson(response) ? JSON.parse(text) : null;
    return { status, body, problem };
  } finally {
    clearTimeout(timer);
  }
}

/** A proxy that says no may do so in HTML. */
const isJson = ({ headers }: Response): boolean => /json/.test(headers.get('content-type') ?? '');
