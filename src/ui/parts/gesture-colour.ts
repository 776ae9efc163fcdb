/** Size of the categorical set in `theme.css`; more gestures than that start over. */
export const GESTURE_COLOUR_COUNT = 8;

/** The CSS colour of a gesture by its `colour` index, as `var(--gesture-N)`. */
export function gestureColour(index: number): string {
  const wrapped =
    ((Math.trunc(index) % GESTURE_COLOUR_COUNT) + GESTURE_COLOUR_COUNT) % GESTURE_COLOUR_COUNT;
  return `var(--gesture-${wrapped})`;
}

/** The CSS colour of the class "nothing". */
export const NOTHING_COLOUR = 'var(--gesture-nothing)';

/** What a canvas needs in place of `var(--name)`: the colour as it stands on `element` now. */
export function resolvedColour(colour: string, element: Element): string {
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  if (name === undefined) return colour;
  return getComputedStyle(element).getPropertyValue(name).trim() || 'currentColor';
}
