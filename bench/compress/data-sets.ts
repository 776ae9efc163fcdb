import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataRequest } from '#core/dataset/labelled-recording';
import { REAL_DATA } from '../../tests/real/real-data';
import { GESTURES, ST_FOLDER, stRecordings } from '../../tests/real/st-headphone';
import { demoWearers } from '../../tests/support/demo-wearers';

export type DataSetId = 'st' | 'wearers';

/** Recordings, and whom a seed holds out. */
export interface DataSet {
  readonly data: DataRequest;
  /** Empty: as many people as the studio holds out, drawn by the seed. */
  heldOutSubjects(seed: number): readonly string[];
}

const WEARERS = 12;
const WEARER_HOP_MS = 400;

/**
 * Each holds a nod, a shake and a movement that is neither; every file stands for a subject, since
 * the files do not say who wore the device and windows of one are alike.
 */
const ST_HELD_OUT = [
  ['lsm6dsv16bx/nod', 'lsm6dsv16bx/shake', 'lsm6dsox/stationary'],
  ['lsm6dsv16bx/nod1', 'lsm6dsv16bx/shake1', 'lsm6dsox/swing'],
  ['lsm6dsv16bx/nod2', 'lsm6dsv16bx/shake2', 'lsm6dsox/walk'],
  ['lsm6dsox/nod', 'lsm6dsox/shake', 'lsm6dsox/walk'],
] as const;

/** Those that are here: simulated people always, the ST recordings where they lie beside. */
export function presentDataSets(): DataSetId[] {
  return existsSync(join(REAL_DATA, ST_FOLDER)) ? ['st', 'wearers'] : ['wearers'];
}

export function dataSet(id: DataSetId): DataSet {
  if (id === 'wearers') {
    return { data: demoWearers(WEARERS, WEARER_HOP_MS), heldOutSubjects: () => [] };
  }
  return {
    data: {
      recordings: stRecordings((file) => file),
      gestures: GESTURES,
      windowing: {
        rateHz: 26,
        lengthMs: 2000,
        hopMs: 250,
        channelNames: ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'],
      },
    },
    heldOutSubjects: (seed) => ST_HELD_OUT[seed % ST_HELD_OUT.length]!,
  };
}
