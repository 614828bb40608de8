import type { InputAudioTrack, InputVideoTrack } from 'mediabunny';

/** Matroska's names of codecs that the library does not know. */
const MATROSKA: readonly (readonly [RegExp, string])[] = [
  [/^V_MPEG4\/ISO\//, 'mp4v.20'],
  [/^A_ALAC/, 'alac'],
];

/**
 * The codec of a track as RFC 6381 writes it, `avc1.64001f`. One that is registered nowhere goes by the name that the
 * file itself gives it.
 * @param entry the sample description of an MP4 or QuickTime track; null: of Matroska
 */
export async function codecString(track: InputVideoTrack | InputAudioTrack, entry: Buffer | null): Promise<string> {
  const internal = String((await track.getInternalCodecId()) ?? 'unknown');
  if (internal === 'encv' || internal === 'enca') return internal;
  if (entry !== null && (internal === 'mp4v' || internal === 'mp4a')) {
    const objectType = objectTypeOf(entry);
    if (objectType !== null && objectType !== '40') return `${internal}.${objectType}`;
  }
  const known = await track.getCodecParameterString().catch(() => null);
  // How the parameter sets are kept matters to players; the library tells but one way.
  if (known !== null && /^(avc[13]|hvc1|hev1)$/.test(internal)) return internal + known.slice(4);
  // PCM has as many names as makers; what the library calls it is of WebCodecs.
  if (known !== null && !(entry !== null && known.startsWith('pcm-'))) return known;
  return MATROSKA.find(([pattern]) => pattern.test(internal))?.[1] ?? internal;
}

/** From the `esds` box: the object type in hexadecimal, and the profile of MPEG-4 Visual; null: there is none. */
function objectTypeOf(entry: Buffer): string | null {
  const at = entry.indexOf('esds', 0, 'latin1');
  if (at < 0) return null;
  let place = at + 8;
  const byte = () => entry[place++] ?? 0;
  const length = () => {
    for (let count = 0; count < 4 && (byte() & 0x80) !== 0; count += 1);
  };
  if (byte() !== 3) return null;
  length();
  place += 2;
  const flags = byte();
  if ((flags & 0x80) !== 0) place += 2;
  if ((flags & 0x40) !== 0) place += byte();
  if ((flags & 0x20) !== 0) place += 2;
  if (byte() !== 4) return null;
  length();
  const type = byte().toString(16).padStart(2, '0').toUpperCase();
  const start = entry.indexOf(Buffer.from([0, 0, 1, 0xb0]), place);
  return type === '20' && start > 0 ? `20.${entry[start + 4] ?? 0}` : type;
}
