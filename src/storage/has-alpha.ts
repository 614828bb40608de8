import { EncodedPacketSink, type InputVideoTrack } from 'mediabunny';

const PREFIX_SEI = 39;
const ALPHA_CHANNEL_INFO = 165;

/**
 * Whether the pictures of a track have an alpha channel: VP8 and VP9 with a second picture beside each, HEVC with a layer
 * for it, ProRes 4444 whose frames say so.
 */
export async function hasAlpha(track: InputVideoTrack): Promise<boolean> {
  const codec = await track.getCodec();
  if (codec === 'prores') {
    const frame = await firstFrame(track);
    // The frame header follows size and mark; its last byte but two tables says how alpha is coded.
    return (await track.canBeTransparent()) && ((frame[25] ?? 0) & 15) !== 0;
  }
  if (codec !== 'hevc') return track.canBeTransparent();
  const { description } = (await track.getDecoderConfig()) ?? {};
  const config = description === undefined ? Buffer.alloc(0) : bytesOf(description);
  return nalUnitsOfConfig(config).some(tellsOfAlpha) || nalUnits(await firstFrame(track)).some(tellsOfAlpha);
}

const bytesOf = (data: ArrayBufferView | ArrayBufferLike): Buffer =>
  ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);

async function firstFrame(track: InputVideoTrack): Promise<Buffer> {
  const packet = await new EncodedPacketSink(track).getFirstPacket();
  return Buffer.from(packet?.data ?? []);
}

/** ITU-T H.265, 7.3.2.4: the first message of supplemental information. */
const tellsOfAlpha = (unit: Buffer): boolean =>
  (((unit[0] ?? 0) >> 1) & 63) === PREFIX_SEI && unit[2] === ALPHA_CHANNEL_INFO;

/** ISO/IEC 14496-15, 8.3.3.1: arrays of units, each behind its length of two bytes. */
function nalUnitsOfConfig(config: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let at = 23;
  for (let arrays = config[22] ?? 0; arrays > 0 && at + 3 <= config.length; arrays -= 1) {
    let left = config.readUInt16BE(at + 1);
    at += 3;
    for (; left > 0 && at + 2 <= config.length; left -= 1) {
      const size = config.readUInt16BE(at);
      units.push(config.subarray(at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  return units;
}

/** Units of a frame, each behind its length of four bytes. */
function nalUnits(frame: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let at = 0; at + 4 < frame.length && units.length < 64; at += 4 + frame.readUInt32BE(at)) {
    units.push(frame.subarray(at + 4, at + 7));
  }
  return units;
}
