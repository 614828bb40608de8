import { player } from './index.js';

// What starts the page `/view/{unique_id}`. Its texts stand in the page, in the visitor's language.

const screen = document.querySelector<HTMLElement>('#screen');
const sound = document.querySelector<HTMLButtonElement>('#sound');
if (screen === null || sound === null) throw new Error('This is not the page that it was made for.');

const view = player(screen, {
  // Wherever the page is, `/clients` is beside it.
  baseUrl: new URL('..', import.meta.url).href,
  uniqueId: screen.dataset['uniqueId'] ?? '',
  playLabel: screen.dataset['playLabel'] ?? '',
  onNow: ({ status, video }) => {
    for (const text of document.querySelectorAll<HTMLElement>('[data-status]'))
      text.hidden = text.dataset['status'] !== status;
    sound.hidden = video === null;
    if (video !== null) document.title = video.title;
  },
});

sound.addEventListener('click', () => {
  const isOn = sound.getAttribute('aria-pressed') !== 'true';
  sound.setAttribute('aria-pressed', String(isOn));
  view.setMuted(!isOn);
});
