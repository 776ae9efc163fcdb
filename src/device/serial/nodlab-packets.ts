import { Failure } from '#core/failure';
import { decodeDescription, streamDescription } from '#core/motion/gatt-profile';
import { PacketDecoder } from '#core/motion/packet-codec';
import { SERIAL_PACKET, SerialPacketDecoder } from '#core/motion/serial-framing';
import { abortable } from '../abortable';
import type { ProfileStream, StreamSink } from '../gatt-link';
import type { SerialProtocol, SerialReader, SerialStartOptions } from './serial-protocol';

/** A device's clock may slip back by as much, ms. */
const SLIP_MS = 100;
/** Bytes that waited make the device's clock seem ahead of ours, ms. */
const AHEAD_MS = 5000;

/** Nodlab's own packets (`docs/formats/serial-packets.md`). */
export const nodlabPackets: SerialProtocol = {
  id: 'nodlab-packets',
  start: (sink, options) => new PacketReader(sink, options),
};

class PacketReader implements SerialReader {
  readonly #sink: StreamSink;
  readonly #options: SerialStartOptions;
  readonly #wire = new SerialPacketDecoder();
  readonly #described: Promise<ProfileStream>;
  #tellDescribed: (stream: ProfileStream) => void = () => undefined;
  #tellUnusable: (failure: unknown) => void = () => undefined;
  /** The description as it came first. */
  #description: Uint8Array | undefined;
  #packets: PacketDecoder | undefined;
  #clock: { readonly us: number; readonly arrivalMs: number } | undefined;
  #skipped = 0;
  #ended = false;

  constructor(sink: StreamSink, options: SerialStartOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#described = new Promise((resolve, reject) => {
      this.#tellDescribed = resolve;
      this.#tellUnusable = reject;
    });
    // Who looks at other bytes never asks.
    this.#described.catch(() => undefined);
  }

  push(bytes: Uint8Array, arrivalMs: number): void {
    this.#wire.push(bytes, (type, payload) => {
      if (this.#ended) return;
      if (type === SERIAL_PACKET.description) this.#describe(payload);
      else if (type === SERIAL_PACKET.motion) this.#move(payload, arrivalMs);
      else if (type === SERIAL_PACKET.battery && payload.byteLength > 0) {
        this.#sink.battery(Math.min(100, payload.getUint8(0)));
      }
    });
    const skipped = this.#wire.skipped + (this.#packets?.skipped ?? 0);
    if (skipped > this.#skipped) this.#sink.skipped(skipped - this.#skipped);
    this.#skipped = skipped;
  }

  ready(): Promise<ProfileStream> {
    return abortable(this.#described, this.#options.signal);
  }

  #describe(payload: DataView): void {
    const bytes = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
    if (this.#description) {
      const same = bytes.length === this.#description.length;
      if (!same || bytes.some((byte, at) => byte !== this.#description?.[at])) {
        this.#end('The board says that its stream is another now.');
      }
      return;
    }
    try {
      const description = decodeDescription(payload);
      this.#description = bytes;
      this.#packets = new PacketDecoder(description.channels);
      this.#tellDescribed({ description: streamDescription(description) });
    } catch (error) {
      this.#tellUnusable(error);
    }
  }

  #move(payload: DataView, arrivalMs: number): void {
    if (!this.#packets) return;
    if (payload.byteLength >= 8) {
      const us = payload.getUint32(4, true);
      const stepMs = this.#clock ? ((us - this.#clock.us) | 0) / 1000 : 0;
      const hostStepMs = this.#clock ? arrivalMs - this.#clock.arrivalMs : 0;
      if (stepMs < -SLIP_MS || stepMs > hostStepMs + AHEAD_MS) {
        this.#end('The board restarted.');
        return;
      }
      this.#clock = { us, arrivalMs };
    }
    const batch = this.#packets.push(payload, arrivalMs);
    if (batch) this.#sink.frames(batch);
  }

  #end(detail: string): void {
    this.#ended = true;
    this.#options.lost(new Failure('device-lost', detail));
  }
}
