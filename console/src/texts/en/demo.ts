import { number, type Count } from './count';

/** The demo, and its removal. */
export const demo = {
  demo: {
    title: 'Demo',
    hint: 'This company is a demo: the titles say what each content shows. Change whatever you like.',
    remove: 'Remove the demo',
    removeTitle: (company: string) => `Remove “${company}”?`,
    removesWith: ((count) =>
      `With it ${count === 1 ? 'goes' : 'go'} ${number(count)} ${count === 1 ? 'content' : 'contents'}, with videos, schedules and overrides:`) satisfies Count,
    more: ((count) => `and ${number(count)} more`) satisfies Count,
    removeHint:
      'Hours, people and API keys of this company go, too, and whatever you added to it. It is not made again.',
  },
};
