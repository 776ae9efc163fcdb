import { expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Failure } from '#core/failure';
import type { Camera, CameraTake } from '#platform/camera';
import type { VideoRepository } from '#storage/storage';
import { createCameraStation } from './camera-station';
import type { RecordState } from './record-station';

const IDLE: RecordState = { phase: 'idle', subject: 'A' };
const recording = (recordingId: string) =>
  ({ phase: 'recording', subject: 'A', recordingId }) as unknown as RecordState;

function setUp({ appendPiece = async () => undefined }: Partial<VideoRepository> = {}) {
  const stored: string[] = [];
  const videos: VideoRepository = {
    async save(id, { startedAt }) {
      stored.push(`${id} began at ${startedAt}`);
    },
    async appendPiece(id, index, bytes) {
      await appendPiece(id, index, bytes);
      stored.push(`${id} ${index}: ${[...bytes]}`);
    },
    load: async () => ({
      mediaType: 'video/webm',
      startedAt: 5,
      pieces: [Uint8Array.of(1), Uint8Array.of(2)],
    }),
    ids: async () => ['old'],
    remove: vi.fn(async () => undefined),
  };
  let give: (piece: Blob) => void = () => undefined;
  let end: () => void = () => undefined;
  const take: CameraTake = {
    mediaType: 'video/webm',
    started: Promise.resolve(1000),
    stop: vi.fn(async () => give(new Blob([Uint8Array.of(99)]))),
  };
  const camera: Camera = {
    attach: vi.fn(),
    record: vi.fn((onPiece) => {
      give = onPiece;
      return take;
    }),
    onEnded: (listener) => {
      end = listener;
    },
    close: vi.fn(),
  };
  const openCamera = vi.fn(async () => camera);
  const store = createStore<RecordState>(() => IDLE);
  const station = createCameraStation({
    record: { store },
    videos,
    platform: { hasCamera: () => true, openCamera },
  });
  return {
    station,
    stored,
    camera,
    take,
    videos,
    openCamera,
    show: (state: RecordState) => store.setState(state, true),
    give: (...bytes: number[]) => give(new Blob([Uint8Array.from(bytes)])),
    end: () => end(),
  };
}

test('a picture is recorded with the motion, piece by piece, the last one too', async () => {
  const { station, stored, show, give } = setUp();
  await station.on();
  show(recording('r1'));
  expect(station.store.getState()).toEqual({ phase: 'on', recordingId: 'r1' });
  give(1, 2);
  give(3);
  show(IDLE);
  await vi.waitFor(() => expect(stored).toHaveLength(4));
  expect(stored).toEqual(['r1 began at 1000', 'r1 0: 1,2', 'r1 1: 3', 'r1 2: 99']);
  expect(station.store.getState()).toEqual({ phase: 'on' });
  expect(station.pictures.getState().ids).toEqual(new Set(['r1']));
});

test('a recording that goes on as a new part has a picture of its own', async () => {
  const { station, stored, show, give, take } = setUp();
  await station.on();
  show(recording('r1'));
  give(1);
  await vi.waitFor(() => expect(stored).toHaveLength(2));
  show(recording('r2'));
  give(2);
  await vi.waitFor(() => expect(stored).toContain('r2 0: 2'));
  expect(take.stop).toHaveBeenCalledTimes(1);
  expect(stored).toContain('r1 1: 99');
});

test('without the camera nothing is recorded; turned on meanwhile, it joins in', async () => {
  const { station, show, camera } = setUp();
  show(recording('r1'));
  expect(camera.record).not.toHaveBeenCalled();
  await station.on();
  expect(camera.record).toHaveBeenCalledTimes(1);
});

test('a full disk ends the picture, says so, and lets the camera go', async () => {
  const full = new Failure('storage-full', 'no room');
  const { station, show, give, camera } = setUp({ appendPiece: () => Promise.reject(full) });
  await station.on();
  show(recording('r1'));
  give(1);
  await vi.waitFor(() => expect(station.store.getState()).toEqual({ phase: 'off', failure: full }));
  expect(camera.close).toHaveBeenCalled();
});

test('a camera that is taken away or refused is told', async () => {
  const { station, end, openCamera } = setUp();
  await station.on();
  end();
  expect(station.store.getState()).toMatchObject({ failure: { code: 'camera-unavailable' } });
  openCamera.mockRejectedValueOnce(new Failure('camera-unavailable', 'NotAllowedError'));
  await station.on();
  expect(station.store.getState()).toMatchObject({
    phase: 'off',
    failure: { code: 'camera-unavailable' },
  });
});

test('switched off while it starts, it is let go of', async () => {
  const { station, camera } = setUp();
  const starting = station.on();
  station.off();
  await starting;
  expect(camera.close).toHaveBeenCalled();
  expect(station.store.getState()).toEqual({ phase: 'off' });
});

test('pictures are known, loaded as one file, and removed', async () => {
  const { station, videos } = setUp();
  await station.readIds();
  expect(station.pictures.getState().ids).toEqual(new Set(['old']));
  const picture = await station.load('old');
  expect(new Uint8Array(await picture!.file.arrayBuffer())).toEqual(Uint8Array.of(1, 2));
  expect(picture).toMatchObject({ startedAt: 5, file: { type: 'video/webm' } });
  await station.remove('old');
  expect(videos.remove).toHaveBeenCalledWith('old');
  expect(station.pictures.getState().ids.size).toBe(0);
});
