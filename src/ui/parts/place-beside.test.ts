import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { placeBeside, type Side } from './place-beside';

beforeEach(() => {
  vi.stubGlobal('window', { innerWidth: 400, innerHeight: 300 });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Where a hint of 100 × 40 px goes beside a target of 20 × 20 px at `left`, `top`. */
function placed(left: number, top: number, side: Side): readonly [string, string] {
  const style = { left: '', top: '' };
  const hint = { offsetWidth: 100, offsetHeight: 40, style };
  const target = {
    getBoundingClientRect: () => ({ left, top, right: left + 20, bottom: top + 20 }),
  };
  placeBeside(hint as unknown as HTMLElement, target as unknown as Element, side);
  return [style.left, style.top];
}

test('a hint stands centred beside its target', () => {
  expect(placed(200, 100, 'bottom')).toEqual(['160px', '128px']);
  expect(placed(200, 100, 'top')).toEqual(['160px', '52px']);
  expect(placed(200, 100, 'right')).toEqual(['228px', '90px']);
});

test('at an edge it is moved until it is seen whole', () => {
  expect(placed(0, 0, 'top')).toEqual(['8px', '8px']);
  expect(placed(385, 290, 'bottom')).toEqual(['292px', '252px']);
  expect(placed(390, 295, 'right')).toEqual(['292px', '252px']);
});

test('a hint that is gone is left alone', () => {
  expect(() => placeBeside(null, {} as Element, 'top')).not.toThrow();
});
