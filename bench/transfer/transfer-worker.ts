import type { DataRequest, LabelledRecording } from '#core/dataset/labelled-recording';
import type { WindowSet } from '#core/dataset/window-set';
import { cutWindows } from '#core/dataset/windowing';
import type { ModelRecipe, TrainedModel } from '#core/model/trained-model';
import type { GestureAction } from '#core/motion/simulator/gestures';
import { runScript, sittingScript } from '#core/motion/simulator/script';
import { createSubject } from '#core/motion/simulator/subject';
import { trainModel } from '../../src/engine/worker/jobs/train-job';
import type { SplitWindows } from '../../src/engine/worker/jobs/windows-of';
import { demoWearers } from '../../tests/support/demo-wearers';
import { answerTasks } from '../compress/worker-pool';

/** One gesture kept from the first model, with people of this seed. */
export interface TransferTask {
  readonly seed: number;
  readonly gesture: string;
  /** Whether the new project has the other gestures as well, five times each. */
  readonly besideOthers: boolean;
}

/** Macro F1 on people whom no model has seen, by how the model came about. */
export type TransferOutcome = Readonly<Record<Way, number>>;
export type Way = 'nothing' | 'gently' | 'frozen' | 'all';

const BASE_PEOPLE = 12;
const VALIDATION_PEOPLE = 2;
const TEST_PEOPLE = 6;
const HOP_MS = 200;
const EPOCHS = { base: 20, new: 60 } as const;
/** The usual rate, which a transfer raises or lowers by itself; and a third, as it is for all layers. */
const RATES: Readonly<Record<Way, number>> = {
  nothing: 3e-3,
  gently: 1e-3,
  frozen: 3e-3,
  all: 3e-3,
};
/** Five times each gesture, four other movements, some talking and walking. */
const SHORT_SITTING = { repetitions: 5, activityMs: 4000 } as const;
const ACTIONS: readonly GestureAction[] = ['nod', 'shake', 'neck-left', 'neck-right'];

const RECIPE: ModelRecipe = {
  preset: 'conv1d',
  backend: 'wasm',
  epochs: EPOCHS.new,
  batchSize: 32,
  learningRate: 3e-3,
  seed: 1,
  patience: 0,
  balanceClasses: true,
  augment: true,
  heldOutSubjects: [],
};

/**
 * Twelve people teach a model all gestures but one. Another person shows that one five times, alone or
 * beside the others, and models learn from that person only; six more people judge them in whole
 * sittings, where a gesture that the new project lacks is nothing.
 */
answerTasks(async ({ seed, gesture, besideOthers }: TransferTask): Promise<TransferOutcome> => {
  const known = demoWearers(BASE_PEOPLE + TEST_PEOPLE, HOP_MS, 100 + seed);
  const data: DataRequest = {
    ...known,
    recordings: [...known.recordings, newPerson(gesture, besideOthers, 1000 + seed)],
  };
  const set = cutWindows(data);
  const silent = { knownBackends: {}, learn() {}, report() {} };
  const train = (windows: SplitWindows, recipe: ModelRecipe, start?: TrainedModel) =>
    trainModel(windows, data, recipe, silent, { start });

  const recipe = { ...RECIPE, seed };
  const base = await train(withoutGesture(set, gesture), { ...recipe, epochs: EPOCHS.base });
  const windows = fiveExamples(besideOthers ? set : onlyGesture(set, gesture));
  const macroF1 = async (way: Way) => {
    const freeze = way === 'frozen';
    const isNew = way === 'nothing' || way === 'gently';
    const start = isNew
      ? {}
      : { start: { from: 'general', name: 'Twelve people', freeze } as const };
    const rated = { ...recipe, learningRate: RATES[way], ...start };
    const { judgement } = await train(windows, rated, isNew ? undefined : base);
    return judgement!.macroF1;
  };
  return {
    nothing: await macroF1('nothing'),
    gently: await macroF1('gently'),
    frozen: await macroF1('frozen'),
    all: await macroF1('all'),
  };
});

function newPerson(gesture: string, besideOthers: boolean, seed: number): LabelledRecording {
  const script = sittingScript(seed, {
    ...SHORT_SITTING,
    actions: besideOthers ? ACTIONS : [gesture as GestureAction],
    postures: besideOthers ? ['head-down', 'head-up'] : [],
  });
  const { signal, truth } = runScript({ subject: createSubject(seed) }, script);
  const spans = truth.map(({ gesture: gestureId, startMs, endMs }, at) => {
    return { id: `new-${at}`, gestureId, startMs, endMs, source: 'guided' as const };
  });
  return { id: 'new', subject: 'new', signal, spans };
}

/** The first people's windows but those of the gesture, which the model must not know as nothing. */
function withoutGesture(set: WindowSet, gesture: string): SplitWindows {
  const left = set.classes.indexOf(gesture);
  const known = everyWindow(set).filter(
    (index) => set.subjectIndex[index]! < BASE_PEOPLE && set.classIndex[index] !== left,
  );
  const validates = (index: number) => set.subjectIndex[index]! >= BASE_PEOPLE - VALIDATION_PEOPLE;
  return {
    set: {
      ...set,
      classes: set.classes.filter((_, index) => index !== left),
      classIndex: set.classIndex.map((one) => (one > left ? one - 1 : one === left ? 0 : one)),
    },
    split: {
      by: 'subject',
      train: known.filter((index) => !validates(index)),
      validation: known.filter(validates),
      heldOut: new Uint32Array(0),
      heldOutGroups: [],
    },
  };
}

function onlyGesture(set: WindowSet, gesture: string): WindowSet {
  const wanted = set.classes.indexOf(gesture);
  return {
    ...set,
    classes: [set.classes[0]!, gesture],
    classIndex: set.classIndex.map((one) => (one === wanted ? 1 : 0)),
  };
}

/** All windows of the new person to learn from; those of the last of the others to judge by. */
function fiveExamples(set: WindowSet): SplitWindows {
  const newcomer = set.subjects.indexOf('new');
  const isNew = (index: number) => set.subjectIndex[index] === newcomer;
  const judges = (index: number) => set.subjectIndex[index]! >= BASE_PEOPLE && !isNew(index);
  return {
    set,
    split: {
      by: 'subject',
      train: everyWindow(set).filter(isNew),
      validation: new Uint32Array(0),
      heldOut: everyWindow(set).filter(judges),
      heldOutGroups: set.subjects.slice(BASE_PEOPLE, newcomer),
    },
  };
}

function everyWindow(set: WindowSet): Uint32Array {
  return Uint32Array.from({ length: set.count }, (_, index) => index);
}
