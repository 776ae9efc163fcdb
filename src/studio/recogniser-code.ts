import type { Recogniser } from '#core/live/recogniser';

type RecogniserClass = typeof Recogniser;

let loaded: RecogniserClass | undefined;

/** The recogniser, once something has loaded it: until a model runs, the page does without. */
export function recogniserCode(): RecogniserClass | undefined {
  return loaded;
}

export async function loadRecogniser(): Promise<RecogniserClass> {
  loaded ??= (await import('#core/live/recogniser')).Recogniser;
  return loaded;
}
