import { demoRecordings } from '../../src/core/dataset/demo-recordings';
import type { LiveModel } from '../../src/core/live/recogniser';
import { runCompress } from '../../src/engine/worker/jobs/compress-job';
import { runTrain } from '../../src/engine/worker/jobs/train-job';
import { DEMO, demoBundle } from '../../src/studio/project-bundles';

const LISTEN = { knownBackends: {}, report() {}, learn() {} };
const NAMES = ['project', 'nod', 'shake', 'neckLeft', 'neckRight', 'headDown', 'headUp'] as const;

/** The model of the demo project, trained and compressed as its recipes say. */
export async function demoModel(): Promise<LiveModel> {
  const made = demoRecordings(DEMO);
  let ids = 0;
  const { project, recordings, sessions } = demoBundle(
    made,
    Object.fromEntries(NAMES.map((name) => [name, name])) as Record<(typeof NAMES)[number], string>,
    () => `id-${ids++}`,
    0,
  );
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
  const trained = await runTrain({ data, recipe: { ...project.recipe, backend: 'wasm' } }, LISTEN);
  const compressed = await runCompress(
    { data, model: trained, recipe: project.compression },
    LISTEN,
  );
  return { ...trained, graph: compressed.graph };
}
