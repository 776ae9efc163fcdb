import { type RefObject, useEffect, useRef } from 'react';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import type { LabelStation, OpenLabels } from '#studio/label-station';
import type { TimelineView } from './timeline-view';
import { zoomTo } from './use-timeline-pointer';

export interface LabelKeysProps {
  /** Where Tab goes from span to span; elsewhere it does what it always does. */
  readonly timeline: RefObject<HTMLElement | null>;
  readonly view: TimelineView;
  readonly label: LabelStation;
  readonly labels: OpenLabels;
  readonly spans: readonly LabelSpan[];
  readonly gestures: readonly Gesture[];
  /** How far an arrow moves, ms: one frame. */
  readonly stepMs: number;
  goToRecording(step: 1 | -1): void;
  /** Draws a new span at the cursor. */
  addHere(): void;
  acceptNext(): void;
}

/** The page's keys: as shown, and what each does (a key of `keys` in `label.json`). */
export const LABEL_KEYS = [
  { keys: ['1 … 9'], action: 'gesture' },
  { keys: ['Enter'], action: 'accept' },
  { keys: ['X'], action: 'dismiss' },
  { keys: ['N'], action: 'add' },
  { keys: ['J', 'K', 'Tab'], action: 'next' },
  { keys: ['←', '→'], action: 'nudge' },
  { keys: ['Shift', '← →'], action: 'end' },
  { keys: ['Shift', '↓ ↑'], action: 'start' },
  { keys: ['S'], action: 'split' },
  { keys: ['Delete'], action: 'remove' },
  { keys: ['mod', 'Z'], action: 'undo' },
  { keys: ['mod', 'Y'], action: 'redo' },
  { keys: ['+', '-', '0'], action: 'zoom' },
  { keys: ['F'], action: 'fit' },
  { keys: ['[', ']'], action: 'recording' },
  { keys: ['Esc'], action: 'deselect' },
] as const;

/** Listens while the label page is open. Letters typed into a field stay letters. */
export function useLabelKeys(props: LabelKeysProps): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
      const run = actionOf(event, latest.current);
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function actionOf(event: KeyboardEvent, props: LabelKeysProps): (() => void) | undefined {
  const { label, labels, gestures, view, spans } = props;
  const { key, shiftKey } = event;
  const letter = key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (letter === 'z') return shiftKey ? label.redo : label.undo;
    return letter === 'y' ? label.redo : undefined;
  }
  const selected = spans.find(({ id }) => id === labels.selectedId);
  // Of what can be pressed, Enter, arrows and the space bar are taken already.
  if (!isControl(event.target)) {
    if (key === 'Enter') return props.acceptNext;
    if (key.startsWith('Arrow')) return arrow(key, shiftKey, selected, props);
  }
  const gesture = /^[1-9]$/.test(key) ? gestures[Number(key) - 1] : undefined;
  if (gesture) {
    if (selected) return () => label.relabel(selected.id, gesture.id);
    return () => label.setGesture(gesture.id);
  }
  switch (letter) {
    case 'tab': {
      if (event.target !== props.timeline.current) return undefined;
      // With nothing selected, or at the last span, Tab goes on to what comes after the timeline.
      const step = shiftKey ? -1 : 1;
      const at = spans.findIndex(({ id }) => id === labels.selectedId);
      const there = at >= 0 && spans[at + step] !== undefined;
      return there ? () => label.selectNext(step) : undefined;
    }
    case 'j':
      return () => label.selectNext(1);
    case 'k':
      return () => label.selectNext(-1);
    case 'n':
      return props.addHere;
    case 'x':
      return () => label.dismiss();
    case 's':
      return selected && (() => label.split(selected.id, labels.cursorMs));
    case 'delete':
    case 'backspace':
      return selected && (() => label.remove(selected.id));
    case 'escape':
      return selected && (() => label.select(undefined));
    case 'f':
      return selected && (() => zoomTo(view, selected));
    case '+':
    case '=':
      return () => view.zoom(0.7, selected ? middleOf(selected) : undefined);
    case '-':
    case '_':
      return () => view.zoom(1 / 0.7, selected ? middleOf(selected) : undefined);
    case '0':
      return view.whole;
    case '[':
      return () => props.goToRecording(-1);
    case ']':
      return () => props.goToRecording(1);
    default:
      return undefined;
  }
}

function arrow(
  key: string,
  shiftKey: boolean,
  selected: LabelSpan | undefined,
  { label, view, stepMs }: LabelKeysProps,
): (() => void) | undefined {
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight';
  const forward = key === 'ArrowRight' || key === 'ArrowUp' ? 1 : -1;
  if (!selected) {
    if (!sideways) return undefined;
    return () => view.pan(forward * 0.15 * (view.toMs - view.fromMs));
  }
  if (!shiftKey) return sideways ? () => label.nudge(selected.id, forward * stepMs) : undefined;
  return () => label.nudge(selected.id, forward * stepMs, sideways ? 'end' : 'start');
}

function middleOf({ startMs, endMs }: LabelSpan): number {
  return (startMs + endMs) / 2;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"]')) return true;
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio)$/.test(target.type);
  return /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('button, a, input, summary, [role="option"], [role="combobox"]') !== null
  );
}
