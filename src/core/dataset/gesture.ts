/** An *event* happens and is over (nod); a *state* lasts (head down). */
export type GestureKind = 'event' | 'state';

/** One thing to be recognised; label spans refer to it by `id`. */
export interface Gesture {
  readonly id: string;
  readonly name: string;
  readonly kind: GestureKind;
  /** Index into the categorical colour set; the same on every page. */
  readonly colour: number;
}

/** The class that every model has beside its gestures: none of them. */
export const NOTHING = 'nothing';
