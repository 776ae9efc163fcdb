/** Words that name motion which is no gesture; such files get no label. */
const NOTHING_WORDS = new Set([
  '',
  'nothing',
  'none',
  'null',
  'stationary',
  'still',
  'rest',
  'walk',
  'walking',
  'swing',
  'swinging',
  'talk',
  'talking',
  'idle',
  'negative',
  'noise',
  'unknown',
  'other',
  'background',
  'unlabeled',
  'unlabelled',
]);
/** Folders that say how files are kept, not what is in them. */
const PLAIN_FOLDERS =
  /^(data|datalogs?|logs?|csv|export|train|training|test|testing|recordings?|samples?|files|raw)$/i;
/** Names that a logger gives by itself: dates, counters, and words like `log`. */
const PLAIN_NAME =
  /^[\d\s_.,:tz-]*$|^(data|datalog|log|output|capture|recording|untitled|file|acc|imu)$/i;

/** Whether a label's name means that there is no gesture. */
export function isNothingLabel(name: string): boolean {
  return NOTHING_WORDS.has(name.trim().toLowerCase());
}

/**
 * The label that a file's path suggests: `nod1.csv`, `output_wing_hyw.txt` of folder `wing`,
 * `nod.4k2j.json` of Edge Impulse, or the folder where the name says nothing. Empty for motion that
 * is no gesture and for names without a word.
 */
export function labelFromPath(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  const stem = (parts.pop() ?? '').replace(/\.[^.]*$/, '');
  const folder = parts.reverse().find((part) => !PLAIN_FOLDERS.test(part)) ?? '';
  const name = wordOf(stem);
  // A folder named like a part of the file's name is what the files have in common.
  const words = stem.toLowerCase().split(/[^\p{L}]+/u);
  if (folder !== '' && words.includes(folder.toLowerCase())) return asLabel(folder);
  return asLabel(name !== '' ? name : wordOf(folder));
}

function asLabel(name: string): string {
  return isNothingLabel(name) ? '' : name;
}

/** The word before a counter, a date or an id: `nod` of `nod_02`, `nod.2abc`, `Nod (3)`. */
function wordOf(name: string): string {
  const head = name.split('.')[0]!.trim();
  if (PLAIN_NAME.test(head)) return '';
  const word = head.replace(/[\s_-]*\(?\d[\d\s_:.-]*\)?$/, '').replace(/[\s_-]+$/, '');
  return PLAIN_NAME.test(word) ? '' : word;
}
