import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from 'ar-video-rotation-client';
import { signInAgain } from './sign-in';

function onError(error: Error): void {
  if (error instanceof ProblemError && error.status === 401) signInAgain();
}

/** Keeps what was loaded. The client tries again by itself, and an answer from a cache of the browser is none. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: { queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false } },
});
