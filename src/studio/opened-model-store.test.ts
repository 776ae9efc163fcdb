import { expect, test, vi } from 'vitest';
import { Failure } from '#core/failure';
import type { Engine, OpenedModel } from '#engine/engine';
import { createOpenedModelStation } from './opened-model-store';

const opened = { sizeBytes: 4 } as OpenedModel;
const fileOf = (name: string) => new File([new Uint8Array(4)], name);
const stationWith = (openModel: Engine['openModel']) =>
  createOpenedModelStation({ openModel } as Engine, { download: vi.fn() });

test('a file is opened, and closed again', async () => {
  const station = stationWith(async () => opened);
  await station.open(fileOf('a.tflite'));
  expect(station.store.getState()).toMatchObject({ phase: 'open', fileName: 'a.tflite', opened });
  station.close();
  expect(station.store.getState()).toEqual({ phase: 'closed' });
});

test('what the reader refuses is shown with its reason', async () => {
  const failure = new Failure('file-invalid', 'no TFL3 mark');
  const station = stationWith(() => Promise.reject(failure));
  await station.open(fileOf('a.txt'));
  expect(station.store.getState()).toEqual({ phase: 'failed', fileName: 'a.txt', failure });
});

test('a newer file silences the older one', async () => {
  const finish: ((model: OpenedModel) => void)[] = [];
  const openModel = vi.fn(() => new Promise<OpenedModel>((resolve) => finish.push(resolve)));
  const station = stationWith(openModel);
  const first = station.open(fileOf('first.tflite'));
  await vi.waitFor(() => expect(openModel).toHaveBeenCalledTimes(1));
  const second = station.open(fileOf('second.tflite'));
  await vi.waitFor(() => expect(openModel).toHaveBeenCalledTimes(2));
  finish[1]!(opened);
  await second;
  finish[0]!({ ...opened, sizeBytes: 5 });
  await first;
  expect(station.store.getState()).toMatchObject({ fileName: 'second.tflite', opened });
});

test('a file that cannot be read is said to be so', async () => {
  const station = stationWith(async () => opened);
  const gone = fileOf('gone.tflite');
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
  await station.open(gone);
  expect(station.store.getState()).toMatchObject({
    phase: 'failed',
    failure: { code: 'file-unreadable' },
  });
});

test('the open file is downloaded as C, under its own name', async () => {
  const zip = Uint8Array.of(1, 2);
  const writeC99 = vi.fn(async () => zip);
  const download = vi.fn();
  const engine = { openModel: async () => opened, writeC99 } as Partial<Engine> as Engine;
  const station = createOpenedModelStation(engine, { download });
  await station.downloadC99();
  expect(writeC99).not.toHaveBeenCalled();
  await station.open(fileOf('wand.tflite'));
  await station.downloadC99();
  expect(download).toHaveBeenCalledWith('wand-c99.zip', zip, 'application/zip');
});
