import { vi } from 'vitest';
import type { SimulatorControl } from '#device/simulator';
import type { Platform } from '#platform/platform';
import type { Storage } from '#storage/storage';
import { createDeviceStation } from '../../src/studio/device-store';
import { createLeadFrames } from '../../src/studio/frame-bus';
import { openProject } from '../../src/studio/project-document';
import { createProjectStation } from '../../src/studio/project-store';
import { createRecordStation } from '../../src/studio/record-store';
import { createFakeWay, createFakeWearable, type FakeWearable } from './fake-wearable';

let studios = 0;

/** A record station over real storage, with a connected `band` and a `watch` to connect beside it. */
export async function recordSetUp(
  storage: Storage,
  { kind = 'web-serial' as 'web-serial' | 'simulator' } = {},
) {
  const studio = studios++;
  const claims = new Set<string>();
  const preferences = new Map<string, string>();
  const hiding = new Set<() => void>();
  const awake = { count: 0 };
  let ids = 0;
  const platform = {
    nowMs: () => performance.now(),
    epochMs: () => Date.now(),
    newId: () => `id-${studio}-${ids++}`,
    play: vi.fn(),
    keepAwake: () => {
      awake.count++;
      return () => {
        awake.count--;
      };
    },
    claim(name: string) {
      claims.add(name);
      return () => claims.delete(name);
    },
    claimed: async () => claims,
    claimAlone: async () => () => undefined,
    preference: (key: string) => preferences.get(key),
    setPreference: (key: string, value: string) => preferences.set(key, value),
    askPersistence: vi.fn(async () => true),
    onPageHide(listener: () => void) {
      hiding.add(listener);
      return () => hiding.delete(listener);
    },
  } as unknown as Platform;
  const band = createFakeWearable({ name: 'band', kind });
  const watch = createFakeWearable({ id: 'watch', name: 'watch' });
  const control = { perform: vi.fn(), hold: vi.fn() };
  const simulator = createFakeWay('simulator', band).device;
  const device = createDeviceStation({
    devices: {
      simulator: { ...simulator, control: control as unknown as SimulatorControl },
      others: [
        createFakeWay('web-serial', band).device,
        createFakeWay('web-bluetooth', watch).device,
      ],
    },
    frames: createLeadFrames(),
    platform,
  });
  const engine = {} as Parameters<typeof createProjectStation>[0]['engine'];
  const project = createProjectStation({ storage, engine, platform });
  const record = createRecordStation({ device, project, sessions: storage.sessions, platform });
  record.setCountdown(0);
  await project.create('P');
  await device.connect(kind);
  const open = () => openProject(project.store.getState());
  const state = () => record.store.getState();
  const addWatch = () => device.connect('web-bluetooth', { beside: true });
  const hide = () => {
    for (const listener of hiding) listener();
  };
  return {
    ...{ record, project, device, band, watch, addWatch, open, state },
    ...{ control, claims, awake, platform, hide },
  };
}

/** Packets of four frames at 50 Hz from each device; the database works by immediates. */
export async function stream(devices: readonly FakeWearable[], ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 80) {
    for (const one of devices) one.send(4);
    await vi.advanceTimersByTimeAsync(80);
    await settle();
  }
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** All but immediates. */
export function fakeTimers(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  });
}
