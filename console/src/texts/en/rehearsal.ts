import { plural, type Count } from './count';

/** What edits would come to. */
export const rehearsal = {
  rehearsal: {
    waiting: 'Looking ahead',
    faulty: 'Once what is marked is right, this is told anew.',
    horizon: 'Compared over',
    horizons: { '1': 'a day', '7': 'a week', '30': '30 days', '365': 'a year' },
    same: 'Nothing that is seen changes.',
    longer: (video: string, length: string) => `${video} shows ${length} more`,
    shorter: (video: string, length: string) => `${video} shows ${length} less`,
    darkLonger: (length: string) => `Nothing is shown for ${length} more`,
    darkShorter: (length: string) => `Nothing is shown for ${length} less`,
    moved: ((count) => plural(count, 'switch moves', 'switches move')) satisfies Count,
    added: ((count) => plural(count, 'switch more', 'switches more')) satisfies Count,
    dropped: ((count) => plural(count, 'switch less', 'switches less')) satisfies Count,
    reaches: (at: string) => `Looked at until ${at}.`,
    warnings: 'New warnings',
    warningKinds: {
      gap: (from: string, to: string) => `Nothing is shown from ${from} to ${to}`,
      never_shown: (videos: string) => `${videos} would not be shown`,
      override_never_wins: 'An override would never be seen',
      windows_overlap: (videos: string) => `The windows of ${videos} overlap`,
      slots_coincide: (count: number) =>
        `It is due together with another schedule, ${plural(count, 'time', 'times')}; the last one is seen`,
      expiry_cliff: (videos: string, left: number) =>
        `When ${videos} expires, ${left === 0 ? 'no video is' : 'one video is'} left`,
    },
  },
};
