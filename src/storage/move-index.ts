import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathTarget,
  type Input,
  type InputTrack,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { BoundedFile } from './bounded-file.js';
import { checkVideo, openInput, type CheckedVideo } from './open-video.js';

/** The library counts time in other units than many cameras do. */
const CLOCK_TOLERANCE_S = 0.000_1;

/** A track on its way from one file into the other, at its next packet; null: at its end. */
interface Lane {
  packets: AsyncIterator<EncodedPacket, unknown>;
  next: EncodedPacket | null;
  add(packet: EncodedPacket): Promise<void>;
  close(): void;
}

/**
 * Writes an MP4 or MOV whose index stands behind the media data to `target`, index first, packet by packet and without
 * touching what is in them. Tracks other than picture and sound (a camera's own notes) are left out. Runs in this thread
 * with synchronous reads: made for `measure-process`.
 * @returns false: the index is in front already, or what was written does not hold the same packets at the same times.
 * @throws VideoFault; what else it throws comes from a library that met a damaged file.
 */
export async function moveIndexToFront(path: string, target: string): Promise<boolean> {
  return withInput(path, async (input, checked) => {
    if (!checked.isIndexBehind || !(await rewrite(input, checked, target))) return false;
    return withInput(target, async (rewritten, written) => {
      return !written.isIndexBehind && (await playsTheSame(input, rewritten));
    });
  });
}

async function withInput<T>(path: string, action: (input: Input, checked: CheckedVideo) => Promise<T>): Promise<T> {
  const file = new BoundedFile(path);
  try {
    const checked = await checkVideo(file);
    const input = openInput(file, checked);
    return await action(input, checked).finally(() => input.dispose());
  } finally {
    file.close();
  }
}

const playable = async (input: Input): Promise<InputTrack[]> =>
  (await input.getTracks()).filter((track) => track.isVideoTrack() || track.isAudioTrack());

/** False: a track's codec is not one that the library writes. */
async function rewrite(input: Input, { extension }: CheckedVideo, target: string): Promise<boolean> {
  // Room for the index is reserved in front: the other way of the library keeps all media in memory until the end.
  const format = new (extension === 'mov' ? MovOutputFormat : Mp4OutputFormat)({ fastStart: 'reserve' });
  const output = new Output({ format, target: new FilePathTarget(target) });
  const lanes: Lane[] = [];
  for (const track of await playable(input)) {
    const lane = await addTrack(output, track);
    if (lane === null) return false;
    lanes.push(lane);
  }
  output.setMetadataTags(await input.getMetadataTags());
  await output.start();
  await copyPackets(lanes);
  await output.finalize();
  return true;
}

async function addTrack(output: Output, track: InputTrack): Promise<Lane | null> {
  const { packetCount: maximumPacketCount } = await track.computePacketStats();
  const common = { maximumPacketCount, languageCode: await track.getLanguageCode() };
  const packets = new EncodedPacketSink(track).packets();
  if (track.isVideoTrack()) {
    const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
    if (codec === null || decoderConfig === null) return null;
    const source = new EncodedVideoPacketSource(codec);
    output.addVideoTrack(source, { ...common, transformationMatrix: await track.getTransformationMatrix() });
    return { packets, next: null, add: (packet) => source.add(packet, { decoderConfig }), close: () => source.close() };
  }
  if (!track.isAudioTrack()) return null;
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
  if (codec === null || decoderConfig === null) return null;
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source, common);
  return { packets, next: null, add: (packet) => source.add(packet, { decoderConfig }), close: () => source.close() };
}

/** The earliest packet first: a track that ran ahead would be held in memory until the others have come as far. */
async function copyPackets(lanes: readonly Lane[]): Promise<void> {
  for (const lane of lanes) await advance(lane);
  for (let lane = earliest(lanes); lane?.next; lane = earliest(lanes)) {
    await lane.add(lane.next);
    await advance(lane);
  }
}

async function advance(lane: Lane): Promise<void> {
  const { done, value } = await lane.packets.next();
  lane.next = done === true ? null : value;
  if (done === true) lane.close();
}

const timeOf = ({ next }: Lane): number => next?.timestamp ?? Number.POSITIVE_INFINITY;

const earliest = (lanes: readonly Lane[]): Lane | undefined => lanes.toSorted((a, b) => timeOf(a) - timeOf(b))[0];

/** Whether two files play the same: tracks, how their frames are shown, every packet, and when each is due. */
async function playsTheSame(one: Input, other: Input): Promise<boolean> {
  const [tracks, others] = [await playable(one), await playable(other)];
  if (tracks.length !== others.length) return false;
  for (const [index, track] of tracks.entries()) {
    const twin = others[index];
    if (twin === undefined || (await appearance(track)) !== (await appearance(twin))) return false;
    if (!(await samePackets(track, twin))) return false;
  }
  return true;
}

async function appearance(track: InputTrack): Promise<string> {
  const { type } = track;
  if (!track.isVideoTrack()) return `${type} ${await track.getCodec()}`;
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  const shown = [await track.getRotation(), await track.getFlip(), Math.round(width), Math.round(height)];
  return `${type} ${await track.getCodec()} ${shown.join(' ')}`;
}

async function samePackets(track: InputTrack, twin: InputTrack): Promise<boolean> {
  const twins = new EncodedPacketSink(twin).packets();
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const { done, value } = await twins.next();
    if (done === true || value.type !== packet.type) return false;
    if (Math.abs(value.timestamp - packet.timestamp) > CLOCK_TOLERANCE_S) return false;
    if (Buffer.compare(value.data, packet.data) !== 0) return false;
  }
  return (await twins.next()).done === true;
}
