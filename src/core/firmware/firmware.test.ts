import fc from 'fast-check';
import { strFromU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { exampleExport, HOSTILE_LABELS } from '../../../tests/support/example-export';
import { firmwareSources } from '../../../tests/support/firmware-sources';
import { presetInt8Graph } from '../../../tests/support/preset-int8-graph';
import { FIRMWARE_KINDS, type FirmwareKind, firmwareBundle, firmwareFolderName } from './bundle';
import { cFloat, cIdentifiers, cString } from './c-text';
import type { ExportedModel } from './exported-model';
import { fileStem } from './file-names';
import { markdownText } from './markdown';

const SOURCES = firmwareSources();

function bundleOf(model: ExportedModel, kind: FirmwareKind): ReadonlyMap<string, string> {
  const files = [...firmwareBundle(model, kind, SOURCES)];
  return new Map(files.map(([path, bytes]) => [path, strFromU8(bytes, path.endsWith('.tflite'))]));
}

function textOf(path: string, model = exampleExport(), kind: FirmwareKind = 'cmake'): string {
  return bundleOf(model, kind).get(path)!;
}

describe('the firmware folders', () => {
  test.each(FIRMWARE_KINDS)(
    '%s says what it is, where it comes from and how to prove it',
    (kind) => {
      const paths = [...bundleOf(exampleExport(), kind).keys()];
      expect(paths.slice(0, 2)).toEqual(['README.md', 'model-card.md']);
      expect(paths.some((path) => /selftest/i.test(path))).toBe(true);
    },
  );

  test.each(FIRMWARE_KINDS)('%s is the same for the same model', (kind) => {
    expect(bundleOf(exampleExport(), kind)).toEqual(bundleOf(exampleExport(), kind));
  });

  test.each(FIRMWARE_KINDS)('%s names no file in its README that is not there', (kind) => {
    const files = bundleOf(exampleExport(), kind);
    const table = files.get('README.md')!.split('\n## ')[0]!;
    const named = [...table.matchAll(/^\| `([^`]+)`/gm)].flatMap(([, names]) => names!.split(', '));
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) {
      const pattern = new RegExp(`^${name.replace(/[.]/g, '\\.').replace('*', '.*')}`);
      expect([...files.keys()].filter((path) => pattern.test(path))).not.toEqual([]);
    }
  });

  test('have the bytes of model.tflite in model.cc, aligned', () => {
    const { tflite } = exampleExport();
    const source = textOf('model.cc');
    expect(source).toContain('alignas(16) const unsigned char g_model[] = {');
    expect(source).toContain(`const unsigned int g_model_len = ${tflite.length};`);
    const array = source.slice(source.indexOf('{') + 1, source.indexOf('}'));
    const bytes = array.match(/\d+/g)!.map(Number);
    expect(bytes).toEqual([...tflite]);
  });

  test('register each operator of the model once, and no other', () => {
    const header = textOf('model_ops.h');
    expect(header.match(/resolver\.(\w+)\(\)/g)).toEqual([
      'resolver.AddConv2D()',
      'resolver.AddDepthwiseConv2D()',
      'resolver.AddMean()',
      'resolver.AddFullyConnected()',
      'resolver.AddSoftmax()',
    ]);
    expect(header).toContain('MicroMutableOpResolver<5>');
    expect(header).toContain('kModelHasState = false');
  });

  test('tell the adapter of a recurrent network, whose state must begin anew', () => {
    const model = exampleExport();
    const operators = ['UNIDIRECTIONAL_SEQUENCE_LSTM', ...model.operators] as const;
    const header = textOf('model_ops.h', { ...model, operators });
    expect(header).toContain('resolver.AddUnidirectionalSequenceLSTM()');
    expect(header).toContain('kModelHasState = true');
  });

  test('read in an Arduino sketch the channels that its sensor has, and name the others', () => {
    const model = exampleExport();
    const channels = [
      { name: 'gyroZ', unit: 'dps' },
      { name: 'accX', unit: 'raw' },
      { name: 'magX', unit: 'uT' },
    ] as const;
    const sketch = textOf('examples/Recognise/Recognise.ino', { ...model, channels }, 'arduino');
    expect(sketch).toContain('  frame[0] = gyroZ;\n');
    expect(sketch).toContain('  frame[1] = 0.0f;  // FILL IN: accX in raw\n');
    expect(sketch).toContain('  frame[2] = 0.0f;  // FILL IN: magX in uT\n');
    expect(sketch).toContain('#include <Nodlab_HeadNod.h>');
  });
});

describe('the model card', () => {
  test('says what was held out, how it did, how that spreads, and where it ends', () => {
    const card = textOf('model-card.md');
    expect(card).toContain('Judged on 40 windows of 3 people');
    expect(card).toContain('| macro F1 | 90.0 % | 88.0 % |');
    expect(card).toContain('| seed | 5 |');
    expect(card).toContain('80.0 % at worst');
    expect(card).toContain('standard deviation 10.0 points');
  });

  test('warns where one person was held out', () => {
    const model = exampleExport();
    const judgement = { ...model.card.int8Judgement!, groupAccuracy: [0.9] };
    const card = textOf('model-card.md', {
      ...model,
      card: { ...model.card, int8Judgement: judgement, heldOutCount: 1 },
    });
    expect(card).toContain('its spread over people is unknown');
    expect(card).toContain('1 person was held out: too few');
  });

  test('claims nothing where nothing was held out', () => {
    const model = exampleExport();
    const { floatJudgement: _, int8Judgement: __, ...rest } = model.card;
    const card = textOf('model-card.md', { ...model, card: { ...rest, heldOutBy: 'none' } });
    expect(card).toContain('nothing is known of how well it does');
    expect(card).not.toContain('Judged on');
  });
});

describe('labels and names that are anything', () => {
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

  test('are words and nothing else in Markdown', () => {
    expect(markdownText('<img src=x>|**b**\n# h')).toBe('\\<img src=x\\>\\|\\*\\*b\\*\\* \\# h');
    expect(markdownText(' \n')).toBe('(no name)');
  });

  test('become names of files that every system takes', () => {
    expect(fileStem('Head nod')).toBe('Head-nod');
    expect(fileStem('注意')).toBe('注意');
    expect(fileStem('../../etc/passwd')).toBe('etc-passwd');
    expect(fileStem('CON')).toBe('nodlab-CON');
    expect(fileStem('aux.tar')).toBe('nodlab-aux.tar');
    expect(fileStem('')).toBe('nodlab');
    const model = exampleExport({ name: '../../x' });
    expect(firmwareFolderName(model, 'cmake')).toBe('nodlab-x-cmake');
    expect(firmwareFolderName(model, 'arduino')).toBe('Nodlab_X');
    expect(firmwareFolderName(exampleExport({ name: '注意' }), 'arduino')).toBe('Nodlab_Model');
  });

  test('whatever they are, are names of files that every system takes', () => {
    fc.assert(
      fc.property(anyText(), (name) => {
        const stem = fileStem(name);
        expect(stem).toMatch(/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u);
        expect(stem).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(stem).not.toMatch(/\.$|\.\./);
        expect(new TextEncoder().encode(`${stem}-arduino.zip`).length).toBeLessThan(255);
      }),
    );
  });

  const tiny = presetInt8Graph('dense', 4, 6);
  test.each(FIRMWARE_KINDS)('leave all files of %s valid, whatever they are', (kind) => {
    fc.assert(
      fc.property(texts(3), anyText(), texts(6), (labels, name, channelNames) => {
        const made = exampleExport({ labels, name, graph: tiny });
        const channels = made.channels.map((one, i) => ({ ...one, name: channelNames[i]! }));
        const model = { ...made, channels };
        expect(firmwareFolderName(model, kind)).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/);
        for (const [path, bytes] of firmwareBundle(model, kind, SOURCES)) {
          expect(path).toMatch(/^(?:\w[\w-]*\/)*\w[\w-]*(?:\.\w+)?$/);
          if (path.endsWith('.tflite')) continue;
          // Fatal: throws at what is no UTF-8.
          checkText(path, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
        }
      }),
      { numRuns: 15 },
    );
  });
});

function texts(count: number): fc.Arbitrary<string[]> {
  return fc.array(anyText(), { minLength: count, maxLength: count });
}

/** Unicode of all kinds, halves of surrogates too, and what means something to somebody. */
function anyText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(...HOSTILE_LABELS, '', 'nothing', '\ud800', '$(x)', '%s', '*/', '👍🏽'),
    fc.constant('long '.repeat(80)),
  );
}

/** Files that a compiler or a build tool reads: ASCII but for `//` comments, none of those goes on. */
function checkText(path: string, text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for those
  expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]/);
  if (path.endsWith('.md')) return;
  for (const line of text.split('\n')) {
    expect(line).not.toMatch(/\/\/.*(\\|\?\?\/)$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII and tabs
    expect(line.replace(/\/\/.*/, '')).toMatch(/^[\x09\x20-\x7e]*$/);
  }
}

test('a float in the header is the very float32', () => {
  for (const value of [0.1, 1 / 3, 123456.789, 1e-20, -7, 3e38, 16777217, 0]) {
    const float = Math.fround(value);
    const literal = cFloat(float);
    expect(literal).toMatch(/^-?\d+(\.\d+)?(e[+-]\d+)?f$/);
    expect(literal).toMatch(/[.e]/);
    expect(Math.fround(Number(literal.slice(0, -1)))).toBe(float);
  }
});
