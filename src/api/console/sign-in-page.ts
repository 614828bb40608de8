import type { Answer } from '../http/answer.js';

/** Where a browser signs in. Browsers send nobody what comes behind a #, so the secret is in no log and no Referer. */
export const signInUrl = (baseUrl: string, secret: string): string => `${baseUrl}/console/sign-in#${secret}`;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Sign in: video rotation</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="stylesheet" href="sign-in.css">
    <script src="sign-in.js" defer></script>
  </head>
  <body>
    <main>
      <h1>Video rotation</h1>
      <p id="message" role="status"></p>
      <form id="by-link" hidden>
        <p>You were given a link, which signs in this browser once.</p>
        <button>Sign in</button>
      </form>
      <form id="by-key" hidden>
        <label for="key">API key</label>
        <input id="key" type="password" autocomplete="off" required>
        <button>Sign in</button>
      </form>
      <section id="signed-in" hidden>
        <p id="who"></p>
        <p><a href="./">Open the console</a>, or the <a href="../docs">API docs</a>, which now work without a key.</p>
        <button id="out">Sign out</button>
        <button id="out-everywhere">Sign out everywhere</button>
      </section>
    </main>
  </body>
</html>
`;

/** A press of the button spends the link: programs that look into mail only open addresses. */
const SCRIPT = `const at = (id) => document.getElementById(id);
const secret = location.hash.slice(1);
// It is to stay in no history.
history.replaceState(null, '', location.pathname);

async function ask(method, path, body) {
  const headers = { 'X-Console': '1', ...(body && { 'Content-Type': 'application/json' }) };
  const answer = await fetch('../api/' + path, { method, headers, body: body && JSON.stringify(body) });
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(said.detail), { code: said.code });
  return said;
}

function show(id, message) {
  for (const part of ['by-link', 'by-key', 'signed-in']) at(part).hidden = part !== id;
  at('message').textContent = message;
}

function showSession({ name, role, company_id, expires_at }) {
  const where = company_id === null ? 'the whole installation' : 'company ' + company_id;
  const until = new Date(expires_at).toLocaleString();
  at('who').textContent = name + ', ' + role + ' of ' + where + '. Unless it is used, the session ends at ' + until + '.';
  show('signed-in', 'You are signed in.');
}

// Where somebody was whose session had ended; pages of the console alone.
function whereTo() {
  const kept = sessionStorage.getItem('console:return-to');
  sessionStorage.removeItem('console:return-to');
  return kept?.startsWith('/console/') ? kept : './';
}

async function signIn(proof) {
  try {
    showSession(await ask('POST', 'session', proof));
    location.assign(whereTo());
  } catch (error) {
    show('by-key', error.message);
  }
}

async function signOut(path) {
  try {
    await ask('DELETE', path);
    show('by-key', 'You are signed out.');
  } catch (error) {
    at('message').textContent = error.message;
  }
}

function onSubmit(id, act) {
  at(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void act();
  });
}

onSubmit('by-link', () => signIn({ link: secret }));
onSubmit('by-key', () => {
  const key = at('key').value;
  at('key').value = '';
  return signIn({ key });
});
at('out').addEventListener('click', () => signOut('session'));
at('out-everywhere').addEventListener('click', () => signOut('sessions'));

if (secret !== '') show('by-link', '');
else ask('GET', 'session').then(showSession, ({ code, message }) => show('by-key', code === 'unauthorized' ? '' : message));
`;

const STYLE = `body { background: light-dark(#f8f9fa, #141517); color: light-dark(#1a1b1e, #e9ecef); margin: 0; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
main { background: light-dark(#fff, #1f2023); border: 1px solid light-dark(#dee2e6, #373a40); border-radius: 8px; max-width: 24rem; margin: 10vh auto; padding: 1.5rem; }
h1 { font-size: 1.375rem; margin: 0; }
a { color: light-dark(#1864ab, #74c0fc); }
label, input { display: block; width: 100%; box-sizing: border-box; }
input, button { border: 1px solid light-dark(#868e96, #868e96); border-radius: 4px; font: inherit; padding: 0.5rem 0.75rem; margin: 0.5rem 0.5rem 0.5rem 0; }
form button { background: #1971c2; border-color: #1971c2; color: #fff; }
`;

/** Nothing but the page's own files, and this service. */
const POLICY = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
].join(';');

const file = (body: string, type: string, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  body,
  headers: { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache', ...headers },
});

/** The page on which a browser signs in, by a link or by a key, and out. */
export const signInPage = (): Answer =>
  file(PAGE, 'text/html', { 'Content-Security-Policy': POLICY, 'Cross-Origin-Opener-Policy': 'same-origin' });

/** What makes it work. */
export const signInScript = (): Answer => file(SCRIPT, 'text/javascript');

/** How it looks. */
export const signInStyle = (): Answer => file(STYLE, 'text/css');
