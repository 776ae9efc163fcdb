import type { Judgement } from '#core/model/judgement';
import { plainNumber } from './c-text';
import { compressionRows } from './compression-card';
import { type ExportedModel, windowInWords } from './exported-model';
import { markdownTable, markdownText } from './markdown';

/** `model-card.md`: what the model is, what it was made from, how it did, and where that ends. */
export function modelCard(model: ExportedModel): string {
  const { card, classes, cost } = model;
  const { recipe, compression, floatCost } = card;
  return `# Model card

## What it is

${markdownText(model.name)} classifies motion: ${windowInWords(model)} of
${model.channels.map(({ name }) => markdownText(name)).join(', ')}, to one of
${classes.map(({ label }) => markdownText(label)).join(', ')}. int8, ${model.tflite.length} bytes.

- SHA-256 of \`model.tflite\`: \`${model.sha256}\`
- SHA-256 of the windows that it was trained on: \`${card.dataHash}\`
- Trained ${new Date(card.trainedAt).toISOString()}

## How it was made

| setting | value |
| --- | --- |
| network | ${networkText(recipe)} |
| seed | ${recipe.seed} |
| epochs | ${card.epochCount} of ${recipe.epochs}${recipe.patience > 0 ? `, stops after ${recipe.patience} without gain` : ''} |
| batch size | ${recipe.batchSize} |
| learning rate | ${plainNumber(recipe.learningRate)} |
| classes weighed by frequency | ${recipe.balanceClasses ? 'yes' : 'no'} |
| windows turned and scaled as for other wearers | ${recipe.augment ? 'yes' : 'no'} |
| back end | ${card.backend} |
${compressionRows(compression)
  .map(([setting, value]) => `| ${setting} | ${value} |`)
  .join('\n')}

## How it did

${resultText(model)}

${markdownTable(
  ['', 'float', 'int8'],
  [
    ['parameters', String(floatCost.parameterCount), String(cost.parameterCount)],
    ['multiply-accumulates a window', String(floatCost.macs), String(cost.macs)],
    ...judgementRows(card.floatJudgement, card.int8Judgement),
  ],
)}
${spreadText(model)}
${classTable(model)}

## Where that ends

${limits(model)
  .map((limit) => `- ${limit}`)
  .join('\n')}
`;
}

function networkText({
  preset,
  width,
  architecture,
  start,
}: ExportedModel['card']['recipe']): string {
  const layers = architecture
    ? 'layers chosen by hand'
    : `${preset}${width === undefined ? '' : `, ${plainNumber(width)} times as wide`}`;
  return start ? `${layers}; begun from ${markdownText(start.name)}` : layers;
}

function resultText({ card }: ExportedModel): string {
  const { int8Judgement, heldOutBy, heldOutCount, agreement } = card;
  if (!int8Judgement || heldOutBy === 'none') {
    return 'Nothing could be held out, so **nothing is known of how well it does** on new motion.';
  }
  const who =
    heldOutBy === 'subject'
      ? counted(heldOutCount, 'person', 'people')
      : counted(heldOutCount, 'recording', 'recordings');
  const same =
    agreement === null
      ? ''
      : ` Float and int8 give the same answer on ${percent(agreement)} of them.`;
  return `Judged on ${counted(int8Judgement.windowCount, 'window', 'windows')} of ${who} that training, normalising and calibrating
never saw. The int8 figures are computed with TensorFlow Lite Micro's integer arithmetic.${same}`;
}

/** How the int8 accuracy differs between the people (or recordings) that were held out. */
function spreadText({ card }: ExportedModel): string {
  const { int8Judgement, heldOutBy } = card;
  if (!int8Judgement || heldOutBy === 'none') return '';
  const each = int8Judgement.groupAccuracy;
  const [one, many] = heldOutBy === 'subject' ? ['person', 'people'] : ['recording', 'recordings'];
  if (each.length < 2) return `\nOne ${one} was held out, so its spread over ${many} is unknown.\n`;
  const mean = each.reduce((sum, accuracy) => sum + accuracy, 0) / each.length;
  const square = each.reduce((sum, accuracy) => sum + (accuracy - mean) ** 2, 0);
  const deviation = Math.sqrt(square / (each.length - 1));
  return `
int8 accuracy over the ${each.length} held-out ${many}, one by one: ${percent(Math.min(...each))} at worst,
${percent(mean)} on average, ${percent(Math.max(...each))} at best; standard deviation ${(deviation * 100).toFixed(1)} points.
`;
}

function judgementRows(
  float: Judgement | undefined,
  int8: Judgement | undefined,
): (readonly string[])[] {
  const row = (name: string, of: (judgement: Judgement) => number | null) => [
    name,
    float ? percent(of(float)) : '–',
    int8 ? percent(of(int8)) : '–',
  ];
  return [
    row('macro F1', ({ macroF1 }) => macroF1),
    row('accuracy', ({ accuracy }) => accuracy),
    row('"nothing" rightly rejected', ({ rejectionRate }) => rejectionRate),
  ];
}

function classTable({ classes, card }: ExportedModel): string {
  const scores = card.int8Judgement?.classScores;
  if (!scores) return '';
  return markdownTable(
    ['int8, by answer', 'precision', 'recall', 'F1', 'windows'],
    classes.map(({ label }, index) => {
      const score = scores[index];
      return [
        markdownText(label),
        percent(score?.precision ?? null),
        percent(score?.recall ?? null),
        percent(score?.f1 ?? null),
        String(score?.support ?? 0),
      ];
    }),
  );
}

function limits({ card, channels, rateHz }: ExportedModel): string[] {
  const { heldOutBy, heldOutCount } = card;
  const list = [
    `It knows motion in these units, at ${plainNumber(rateHz)} Hz, from a sensor worn as in the recordings. Another place or orientation is another task.`,
    'It has no answer for movements that nobody recorded: it may take them for one that it knows.',
    'It was judged window by window; a stream gives several windows for one movement.',
    'It is no medical device and nothing for safety to rest on.',
  ];
  if (channels.some(({ unit }) => unit === 'raw')) {
    list.push('Some channels are raw numbers of one sensor; another sensor scales them otherwise.');
  }
  if (heldOutBy === 'recording') {
    list.unshift(
      'The held-out recordings are of people that it was trained on: it says nothing of new people.',
    );
  }
  if (heldOutBy === 'subject' && heldOutCount < 3) {
    list.unshift(
      `${counted(heldOutCount, 'person was', 'people were')} held out: too few to say how it does on people at large.`,
    );
  }
  return list;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}
