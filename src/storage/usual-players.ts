import { PLAYERS, type Player } from '../domain/video.js';
import type { VideoExtension } from './video-storage.js';

type Rule = readonly [codec: RegExp, players: readonly Player[], only?: readonly VideoExtension[]];

const INDEXED: readonly VideoExtension[] = ['mp4', 'mov'];
const APPLE: readonly Player[] = ['safari', 'ios'];
const WEB_AND_ANDROID: readonly Player[] = ['chrome', 'firefox', 'safari', 'android'];

/** What opens each container at all. */
const CONTAINERS: Readonly<Record<VideoExtension, readonly Player[]>> = {
  mp4: PLAYERS,
  mov: PLAYERS,
  webm: WEB_AND_ANDROID,
  mkv: ['chrome', 'android'],
};

/** By codec as RFC 6381 writes it; the first that fits holds. Where a machine needs a decoder of its own, as for HEVC and
 * AV1, those are counted that usually have it. */
const PICTURE: readonly Rule[] = [
  [/^avc1\.(42|4d|64)/i, PLAYERS],
  [/^avc3\.(42|4d|64)/i, ['chrome', 'firefox', 'android']],
  [/^avc[13]\./, ['chrome']], // 10 bits, 4:2:2, 4:4:4.
  [/^hvc1\.[ABC]?[123]\./, PLAYERS],
  [/^hev1\.[ABC]?[123]\./, ['chrome', 'firefox', 'android']],
  [/^hvc1\./, ['chrome', 'safari']],
  [/^hev1\./, ['chrome']],
  [/^vp8|^vp08/, WEB_AND_ANDROID, ['webm', 'mkv']],
  [/^vp09\.0[02]/, WEB_AND_ANDROID],
  [/^vp09\./, ['chrome', 'firefox']], // 4:4:4.
  [/^av01\.0/, PLAYERS, INDEXED],
  [/^av01\.0/, ['chrome', 'firefox', 'android']],
  [/^av01\./, ['chrome', 'firefox']], // 4:4:4 and 12 bits.
  [/^dvh1/, APPLE],
  [/^ap(4x|4h|ch|cn|cs|co)$/, APPLE, ['mov']],
  [/^jpeg$|^mp4v\.6C/, APPLE, INDEXED],
  [/^mp4v\.20(\.[1-9])?$/, ['android', ...APPLE], INDEXED],
  [/^mp4v\.20/, ['android'], ['mp4', 'mov', 'mkv']],
  [/^[sh]263$/, ['android'], INDEXED],
];

const SOUND: readonly Rule[] = [
  [/^mp4a\.(40\.42)$/, ['android', ...APPLE]], // xHE-AAC.
  [/^mp4a\.(40|67|69|6B)|^mp3$|^flac$/i, PLAYERS],
  [/^opus$/i, WEB_AND_ANDROID],
  [/^vorbis$/, WEB_AND_ANDROID, ['webm', 'mkv']],
  [/^(ac-3|ec-3|alac)$/, APPLE],
  [/^s(amr|awb)$/, ['android', ...APPLE], INDEXED],
  [/^(pcm|ulaw|alaw|sowt|twos|lpcm|in24|in32|fl32|fl64|raw |none)/i, ['chrome', 'android', ...APPLE]],
];

function playersOf(rules: readonly Rule[], codec: string, extension: VideoExtension): readonly Player[] {
  const rule = rules.find(([pattern, , only]) => pattern.test(codec) && (only?.includes(extension) ?? true));
  return rule?.[1] ?? [];
}

/** Which of the usual players show the picture of a file, in the order of PLAYERS. */
export function showing(extension: VideoExtension, picture: string): readonly Player[] {
  const able = playersOf(PICTURE, picture, extension);
  return CONTAINERS[extension].filter((player) => able.includes(player));
}

/** Which of the usual players play one of these sounds; a file without any is played by all of them. */
export function sounding(extension: VideoExtension, sounds: readonly string[]): readonly Player[] {
  const able = new Set(sounds.flatMap((sound) => playersOf(SOUND, sound, extension)));
  return sounds.length === 0 ? PLAYERS : CONTAINERS[extension].filter((player) => able.has(player));
}
