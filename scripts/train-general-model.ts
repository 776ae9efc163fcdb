import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoRecordings } from '#core/dataset/demo-recordings';
import { writeProjectFile } from '#core/dataset/project-file';
import { trainModel } from '../src/engine/worker/jobs/train-job';
import { windowsFor } from '../src/engine/worker/jobs/windows-of';
import { DEMO_GESTURE_IDS, demoBundle } from '../src/studio/project-bundles';

/** Wearers whom neither the demo nor the tests have. */
const SEED = 4_100;
const WEARERS = 48;
/** When it was trained; fixed, so that equal code gives equal files. */
const TRAINED_AT = Date.UTC(2026, 0, 1);

const NAMES = {
  project: 'General',
  nod: 'Nod',
  shake: 'Shake',
  neckLeft: 'Neck left',
  neckRight: 'Neck right',
  headDown: 'Head down',
  headUp: 'Head up',
};

/** Trains the model that ships as a starting point, and writes `public/general-model.nodlab`. */
const made = demoRecordings({
  seed: SEED,
  subjectCount: WEARERS,
  gestureIds: DEMO_GESTURE_IDS,
});
let ids = 0;
const { project, recordings, sessions } = demoBundle(made, NAMES, () => `id-${ids++}`, TRAINED_AT);
const subjects = new Map(sessions.map(({ id, subject }) => [id, subject]));
const data = {
  recordings: recordings.map(({ recording, signal }) => ({
    id: recording.id,
    subject: subjects.get(recording.sessionId)!,
    signal,
    spans: recording.spans,
  })),
  gestures: project.gestures,
  windowing: project.windowing,
};
const recipe = { ...project.recipe, backend: 'wasm', epochs: 40 } as const;
const trained = await trainModel(windowsFor(data, recipe), data, recipe, {
  knownBackends: {},
  learn() {},
  report(progress) {
    if (progress.step === 'epoch') console.log(JSON.stringify(progress.result));
  },
});
const { judgement } = trained;
console.log(`${trained.heldOutGroups.length} wearers held out: macro F1 ${judgement?.macroF1}`);
const file = writeProjectFile({
  project: { ...project, recipe },
  models: { trained: { ...trained, trainedAt: TRAINED_AT } },
  sessions: [],
  recordings: [],
});
writeFileSync(join(import.meta.dirname, '..', 'public', 'general-model.nodlab'), file);
