import { strFromU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { exampleExport, HOSTILE_LABELS } from '../../../tests/support/example-export';
import { firmwareFiles } from './bundle';
import { cFloat, cIdentifiers, cString } from './c-text';
import { markdownText } from './markdown';

function textOf(name: string, labels?: readonly string[]): string {
  return strFromU8(firmwareFiles(exampleExport(labels)).get(name)!);
}

describe('the firmware folder', () => {
  test('holds the model, its array, how to feed it, and where it comes from', () => {
    expect([...firmwareFiles(exampleExport()).keys()]).toEqual([
      'README.md',
      'model.tflite',
      'model.cc',
      'model.h',
      'model_ops.h',
      'model-card.md',
    ]);
  });

  test('is the same for the same model', () => {
    expect(firmwareFiles(exampleExport())).toEqual(firmwareFiles(exampleExport()));
  });

  test('has the bytes of model.tflite in model.cc, aligned', () => {
    const { tflite } = exampleExport();
    const source = textOf('model.cc');
    expect(source).toContain('alignas(16) const unsigned char g_model[] = {');
    expect(source).toContain(`const unsigned int g_model_len = ${tflite.length};`);
    const array = source.slice(source.indexOf('{') + 1, source.indexOf('}'));
    const bytes = array.match(/\d+/g)!.map(Number);
    expect(bytes).toEqual([...tflite]);
  });

  test('tells in model.h what goes in and what comes out', () => {
    const header = textOf('model.h');
    expect(header).toContain('inline constexpr int kFrames = 40;');
    expect(header).toContain('inline constexpr float kRateHz = 25.0f;');
    expect(header).toMatch(/"accX", {2}\/\/ accX in g/);
    expect(header).toContain('"dps",');
    expect(header).toContain('kClassNothing = 0,');
    expect(header).toContain('kClassNod = 1,');
    expect(header).toContain('inline constexpr float kOutputScale = 0.00390625f;');
    expect(header).toContain('inline constexpr int kOutputZeroPoint = -128;');
    expect(header).toContain(exampleExport().sha256);
  });

  test('registers each operator of the model once, and no other', () => {
    const header = textOf('model_ops.h');
    expect(header.match(/resolver\.(\w+)\(\)/g)).toEqual([
      'resolver.AddConv2D()',
      'resolver.AddDepthwiseConv2D()',
      'resolver.AddMean()',
      'resolver.AddFullyConnected()',
      'resolver.AddSoftmax()',
    ]);
    expect(header).toContain('MicroMutableOpResolver<5>');
  });

  test('says in the card what was held out, how it did, and where that ends', () => {
    const card = textOf('model-card.md');
    expect(card).toContain('Judged on 40 windows of 1 person');
    expect(card).toContain('| macro F1 | 90.0 % | 88.0 % |');
    expect(card).toContain('| seed | 5 |');
    expect(card).toContain('1 person was held out: too few');
  });

  test('claims nothing in the card where nothing was held out', () => {
    const model = exampleExport();
    const { floatJudgement: _, int8Judgement: __, ...rest } = model.card;
    const card = strFromU8(
      firmwareFiles({ ...model, card: { ...rest, heldOutBy: 'none' } }).get('model-card.md')!,
    );
    expect(card).toContain('nothing is known of how well it does');
    expect(card).not.toContain('Judged on');
  });
});

describe('labels that are anything', () => {
  test('become C strings of plain characters and octal digits', () => {
    expect(cString('"; } int x[')).toBe('"\\042; \\175 int x\\133"');
    expect(cString('注')).toBe('"\\346\\263\\250"');
    expect(cString('??/')).toBe('"\\077\\077/"');
    expect(cString('\\n\n')).toBe('"\\134n\\012"');
    expect(cString('')).toBe('""');
  });

  test('become identifiers that differ', () => {
    const names = cIdentifiers('kClass', ['nod', '注意', '', 'nod', '../../x', 'Nod!', '3 times']);
    expect(names).toEqual([
      'kClassNod',
      'kClass1',
      'kClass2',
      'kClassNod_3',
      'kClassX',
      'kClassNod_5',
      'kClass3Times',
    ]);
  });

  test('never collide, though one looks like the way out of another collision', () => {
    const names = cIdentifiers('k', ['1', '', 'a', 'a', 'A_3', 'a_3', 'A', '5', '1_5']);
    expect(new Set(names).size).toBe(names.length);
  });

  test('leave the other lines of the header as they are', () => {
    const lines = textOf('model.h', HOSTILE_LABELS).split('\n');
    const labelLines = lines.filter((line) => /^ {4}"/.test(line));
    for (const line of labelLines) expect(line).toMatch(/^ {4}"[^"?]*",( {2}\/\/ [^\\]*)?$/);
    expect(lines.filter((line) => line.includes('int x['))).toEqual([]);
  });

  test('are words and nothing else in Markdown', () => {
    expect(markdownText('<img src=x>|**b**\n# h')).toBe('\\<img src=x\\>\\|\\*\\*b\\*\\* \\# h');
    expect(markdownText(' \n')).toBe('(no name)');
  });
});

test('a float in the header is the very float32', () => {
  for (const value of [0.1, 1 / 3, 123456.789, 1e-20, -7, 3e38, 16777217, 0]) {
    const float = Math.fround(value);
    const literal = cFloat(float);
    expect(literal).toMatch(/^-?\d+(\.\d+)?(e[+-]\d+)?f$/);
    expect(literal).toMatch(/[.e]/);
    expect(Math.fround(Number(literal.slice(0, -1)))).toBe(float);
  }
});
