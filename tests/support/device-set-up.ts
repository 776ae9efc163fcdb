import { vi } from 'vitest';
import type { SimulatorDevice } from '#device/simulator';
import { leadOf } from '#studio/device-station';
import { createDeviceStation } from '#studio/device-store';
import { createLeadFrames } from '#studio/frame-bus';
import { createFakeWay, createFakeWearable, type FakeWearable } from './fake-wearable';

/** A station with a radio (a band), a cable (a watch) and a simulator, all pretended. */
export function setUpDevices(band: FakeWearable = createFakeWearable()) {
  const preferences = new Map<string, string>();
  const platform = {
    nowMs: () => performance.now(),
    preference: (key: string) => preferences.get(key),
    setPreference: (key: string, value: string) => void preferences.set(key, value),
  };
  const radio = createFakeWay('web-bluetooth', band);
  const watch = createFakeWearable({ id: 'watch', name: 'Watch', kind: 'web-serial' });
  const cable = createFakeWay('web-serial', watch);
  const simulated = createFakeWay('simulator');
  const frames = createLeadFrames();
  const station = createDeviceStation({
    devices: {
      simulator: { ...simulated.device, control: {} } as unknown as SimulatorDevice,
      others: [radio.device, cable.device],
    },
    frames,
    platform,
  });
  const state = () => station.store.getState();
  const lead = () => leadOf(state())!;
  const phases = () => state().links.map((link) => link.state.phase);
  return { station, frames, radio, cable, band, watch, state, lead, phases, preferences };
}

/** A promise and its ends, for what hangs. */
export function hanging<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Sends at 50 Hz, four frames a packet, while fake time passes. */
export async function stream(device: FakeWearable, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 80) {
    device.send(4);
    await vi.advanceTimersByTimeAsync(80);
  }
}
