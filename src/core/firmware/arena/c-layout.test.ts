import { describe, expect, it } from 'vitest';
import { layoutOf } from './c-layout';

const ARM = { pointerBytes: 4, enumBytes: 1 } as const;
const HOST = { pointerBytes: 8, enumBytes: 4 } as const;

describe('layoutOf', () => {
  it('puts every scalar at a multiple of its size and fills up to the largest', () => {
    expect(layoutOf(['bib'], ARM)).toEqual({ bytes: 12, alignment: 4 });
    expect(layoutOf(['bhb'], ARM)).toEqual({ bytes: 6, alignment: 2 });
    expect(layoutOf(['id'], ARM)).toEqual({ bytes: 16, alignment: 8 });
    expect(layoutOf(['eeb'], ARM)).toEqual({ bytes: 3, alignment: 1 });
  });

  it('takes pointers and enums as wide as the target has them', () => {
    expect(layoutOf(['pe'], ARM)).toEqual({ bytes: 8, alignment: 4 });
    expect(layoutOf(['pe'], HOST)).toEqual({ bytes: 16, alignment: 8 });
    expect(layoutOf(['be'], HOST)).toEqual({ bytes: 8, alignment: 4 });
  });

  it('fills a structure up inside another', () => {
    expect(layoutOf([['ib'], 'b'], ARM)).toEqual({ bytes: 12, alignment: 4 });
    expect(layoutOf(['ib', 'b'], ARM)).toEqual({ bytes: 8, alignment: 4 });
  });

  it('knows no other letters', () => {
    expect(() => layoutOf(['x'], ARM)).toThrow('"x"');
  });
});
