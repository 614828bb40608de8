import {
  BufferTarget,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputVideoTrack,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { BoundedFile } from './bounded-file.js';
import { checkVideo, openInput } from './open-video.js';

/** A file of one frame, and the name of its container in ffmpeg. */
export interface KeyFrame {
  bytes: Uint8Array;
  demuxer: 'mov' | 'matroska';
}

/**
 * Cuts the key frame nearest before an instant (seconds), else the first one, out of a video. Reads synchronously: made for
 * `wasm-process`. Null: its codec is one that the library does not write.
 * @throws VideoFault; what else it throws comes from a library that met a damaged file.
 */
export async function keyFrame(path: string, from: number): Promise<KeyFrame | null> {
  const file = new BoundedFile(path);
  try {
    const checked = await checkVideo(file);
    const input = openInput(file, checked);
    const track = await input.getPrimaryVideoTrack();
    const frame = track === null ? null : await cut(track, from);
    input.dispose();
    return frame;
  } finally {
    file.close();
  }
}

async function cut(track: InputVideoTrack, from: number): Promise<KeyFrame | null> {
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
  const sink = new EncodedPacketSink(track);
  const packet = (await sink.getKeyPacket(from)) ?? (await sink.getFirstKeyPacket()) ?? (await sink.getFirstPacket());
  if (codec === null || decoderConfig === null || packet === null) return null;
  const target = new BufferTarget();
  const isVp = codec === 'vp8' || codec === 'vp9';
  const output = new Output({ format: isVp ? new MkvOutputFormat() : new Mp4OutputFormat(), target });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { transformationMatrix: await track.getTransformationMatrix() });
  await output.start();
  await source.add(packet.clone({ timestamp: 0, type: 'key' }), { decoderConfig });
  await output.finalize();
  return target.buffer && { bytes: new Uint8Array(target.buffer), demuxer: isVp ? 'matroska' : 'mov' };
}
