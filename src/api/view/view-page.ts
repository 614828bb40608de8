import { createHash } from 'node:crypto';
import type { Language } from '../../domain/words/language.js';
import { VIEW_TEXTS } from './view-texts.js';

const STYLE = `
html, body { height: 100%; margin: 0; background: #000; color: #fff; }
#screen { position: fixed; inset: 0; }
p { position: fixed; inset: 0; display: grid; place-items: center; margin: 0; padding: 1.5rem; text-align: center;
  font: clamp(1.25rem, 2.5vw, 3rem)/1.5 system-ui, sans-serif; }
p[hidden], #sound[hidden] { display: none; }
#sound { position: fixed; right: 1rem; bottom: 1rem; width: 3rem; height: 3rem; padding: .75rem; border: 0;
  border-radius: 50%; background: #0009; cursor: pointer; }
#sound:focus-visible { outline: 3px solid #fff; }
#sound path { fill: none; stroke: #fff; stroke-width: 2; stroke-linecap: round; }
#sound[aria-pressed=false] .waves, #sound[aria-pressed=true] .cross { display: none; }
`;

const digest = createHash('sha256').update(STYLE).digest('base64');

/**
 * No script but our own files, no style but the one above. Files of storages are redirected to wherever these say, some
 * to another host each time, so pictures and videos may come from anywhere; over plain HTTP only to a page that did.
 */
const files = (baseUrl: string): string => `'self' blob: https:${baseUrl.startsWith('http:') ? ' http:' : ''}`;

/** The Content-Security-Policy of the page. @param baseUrl where visitors reach this service */
export const viewPolicy = (baseUrl: string): string =>
  [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "script-src 'self'",
    `style-src 'sha256-${digest}'`,
    `img-src data: ${files(baseUrl)}`,
    `media-src ${files(baseUrl)}`,
    `connect-src ${files(baseUrl)}`,
  ].join(';');

const page = (language: Language, body: string): string => `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <title>AR</title>
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="robots" content="noindex">
    <link rel="icon" href="data:,">
    <style>${STYLE}</style>
  </head>
  <body>
${body}
  </body>
</html>
`;

/** A page that says only that there is nothing to see. */
export const emptyPage = (language: Language, why: 'gone' | 'unknown'): string =>
  page(language, `    <p>${VIEW_TEXTS[language][why]}</p>`);

/** The page that plays a content. @param uniqueId a uuid, which needs no escaping */
export function playerPage(language: Language, uniqueId: string): string {
  const texts = VIEW_TEXTS[language];
  return page(
    language,
    `    <main id="screen" data-unique-id="${uniqueId}" data-play-label="${texts.play}"></main>
    <p data-status="dark" role="status" hidden>${texts.dark}</p>
    <p data-status="gone" role="status" hidden>${texts.gone}</p>
    <p data-status="unknown" role="status" hidden>${texts.unknown}</p>
    <noscript><p>${texts.noScript}</p></noscript>
    <button id="sound" type="button" aria-label="${texts.sound}" aria-pressed="false" hidden>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 9h4l5-5v16l-5-5H3z"></path>
        <path class="waves" d="M16 8a6 6 0 0 1 0 8M19 5a10 10 0 0 1 0 14"></path>
        <path class="cross" d="M16 9l6 6M22 9l-6 6"></path>
      </svg>
    </button>
    <script type="module" src="../clients/view-1.js"></script>`,
  );
}
