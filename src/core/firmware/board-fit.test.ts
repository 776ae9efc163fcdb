import { expect, test } from 'vitest';
import { presetInt8Graph } from '../../../tests/support/preset-int8-graph';
import { fitOnBoard, type ModelNeeds, modelNeeds } from './board-fit';
import { BOARDS, type Board } from './boards';
import { generateC99 } from './c99/generate-c99';

const boardOf = (id: string): Board => BOARDS.find((board) => board.id === id)!;

const small: ModelNeeds = {
  c99: { flashBytes: 10_000, ramBytes: 1_000 },
  tflm: { flashBytes: 80_000, ramBytes: 4_000 },
  instructions: 640_000,
};

test('boards have ids of their own and sizes in a sensible range', () => {
  expect(new Set(BOARDS.map(({ id }) => id)).size).toBe(BOARDS.length);
  for (const { flashBytes, ramBytes, clockHz } of BOARDS) {
    expect(flashBytes).toBeGreaterThan(ramBytes / 2);
    expect(ramBytes).toBeGreaterThanOrEqual(64 * 1024);
    expect(clockHz).toBeGreaterThanOrEqual(64e6);
  }
});

test('a network fits until one byte of flash or RAM is missing', () => {
  const board = boardOf('stm32l432');
  const { flashBytes, ramBytes } = board;
  const withC99 = (c99: ModelNeeds['c99']) => fitOnBoard({ ...small, c99 }, board);
  expect(withC99({ flashBytes, ramBytes }).c99Fits).toBe(true);
  expect(withC99({ flashBytes: flashBytes + 1, ramBytes }).c99Fits).toBe(false);
  expect(withC99({ flashBytes, ramBytes: ramBytes + 1 }).c99Fits).toBe(false);
  expect(withC99({ flashBytes: flashBytes + 1, ramBytes }).tflmFits).toBe(true);
});

test('a time is a range, by clock and core, and is not told of cores that were not counted', () => {
  expect(fitOnBoard(small, boardOf('generic-m33')).inferenceMs).toEqual({
    lowest: 10,
    highest: 16,
  });
  expect(fitOnBoard(small, boardOf('nrf5340')).inferenceMs).toEqual({ lowest: 5, highest: 8 });
  const m4 = fitOnBoard(small, boardOf('nano-33-ble')).inferenceMs!;
  expect(m4.lowest).toBe(10);
  expect(m4.highest).toBeGreaterThan(16);
  expect(fitOnBoard(small, boardOf('esp32-s3')).inferenceMs).toBeNull();
  expect(fitOnBoard(small, boardOf('pico')).inferenceMs).toBeNull();
});

test('needs come from the very export: its tables and values, the file and the arena', () => {
  const graph = presetInt8Graph('conv1d');
  const { c99, tflm, instructions } = modelNeeds(graph, 20_000);
  const { constBytes, ramBytes } = generateC99(graph);
  expect(c99.ramBytes).toBe(ramBytes);
  expect(c99.flashBytes).toBeGreaterThan(constBytes);
  expect(tflm.flashBytes).toBeGreaterThan(20_000 + c99.flashBytes - constBytes);
  expect(tflm.ramBytes).toBeGreaterThan(ramBytes);
  expect(instructions).toBeGreaterThan(10_000);
});
