import { discardDrafts } from '../edits/use-draft';
import { OWN_PAGE } from './service';

const SIGN_IN = '/console/sign-in';
/** Where the page of signing in leads to afterwards. */
const RETURN_TO = 'console:return-to';

/** Leads to the page of signing in, and from there back to where one was. */
export function signInAgain(): void {
  sessionStorage.setItem(RETURN_TO, location.pathname + location.search);
  location.assign(SIGN_IN);
}

/** Ends the session of this browser. @throws Error: it goes on */
export async function signOut(): Promise<void> {
  const answer = await fetch('/api/session', { method: 'DELETE', headers: OWN_PAGE });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  discardDrafts();
  location.assign(SIGN_IN);
}
