import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineDecoder } from './line-codec';

function decode(chunks: readonly string[]) {
  const decoder = new LineDecoder();
  const rows: (readonly number[])[] = [];
  for (const chunk of chunks) decoder.push(chunk, (row) => rows.push(row));
  return { decoder, rows };
}

test.each([
  ['commas', '0,0,0\n1,2,3\n'],
  ['tabs', '0\t0\t0\n1\t2\t3\n'],
  ['spaces', '0 0 0\n 1  2 3 \n'],
  ['comma and space', '0, 0, 0\n1, 2, 3\n'],
  ['CRLF', '0,0,0\r\n1,2,3\r\n'],
  ['blank lines between', '0,0,0\n\n\r\n1,2,3\n'],
  ['exponents', '0,0,0\n1e0,0.2e1,+3\n'],
])('reads numbers split by %s', (_, text) => {
  expect(decode([text]).rows).toEqual([[1, 2, 3]]);
});

test.each([
  ['objects', '{"a":1,"b":2}', ['a', 'b']],
  ['what is no number left out', '{"a":1,"id":"x","ok":true,"no":null,"b":2}', ['a', 'b']],
  ['objects in objects', '{"acc":{"x":1,"y":2}}', ['acc.x', 'acc.y']],
  ['arrays of another length than three', '{"v":[1,2]}', ['v.1', 'v.2']],
  ['names before values', 'a:1,b:2', ['a', 'b']],
  ['names before values, loosely', 'a: 1 \t b : 2', ['a', 'b']],
])('reads %s', (_, line, names) => {
  const { decoder, rows } = decode([`${line}\n${line}\n`]);
  expect(rows).toEqual([[1, 2]]);
  expect(decoder.names).toEqual(names);
});

test('axes of a JSON array are named, a bare array is not', () => {
  const line = '{"acc":[1,2,3]}\n';
  expect(decode([line, line]).decoder.names).toEqual(['acc.x', 'acc.y', 'acc.z']);
  const bare = decode(['[1,2,3]\n', '[1,2,3]\n']);
  expect(bare.rows).toEqual([[1, 2, 3]]);
  expect(bare.decoder.names).toBeUndefined();
});

test('the first object settles the order; one that lacks a number is passed over', () => {
  const { decoder, rows } = decode([
    '{"a":1,"b":2}\n{"a":1,"b":2}\n{"b":4,"a":3}\n{"a":5}\n{"a":6,"b":7,"c":8}\n',
    '9,10\n{"a":}\n{"a":"b"}\n[]\n',
  ]);
  expect(rows).toEqual([
    [1, 2],
    [3, 4],
    [6, 7],
  ]);
  // The first, the one that lacks a number, and the last four.
  expect(decoder.skipped).toBe(6);
});

test('names in a header may hold blanks and units where commas part them', () => {
  const { decoder } = decode(['Acc X (m/s^2), "Acc Y [mg]"\n1,2\n3,4\n']);
  expect(decoder.names).toEqual(['Acc X (m/s^2)', 'Acc Y [mg]']);
});

test('more numbers than any device has channels are noise', () => {
  const wide = `${Array.from({ length: 65 }, () => '1').join(',')}\n`;
  expect(decode([wide, wide, wide])).toMatchObject({ rows: [], decoder: { skipped: 3 } });
});

test('joins a line that is cut anywhere', () => {
  expect(decode(['9,9\n1.', '5,-2', '\n', '3,4\n5,', '6']).rows).toEqual([
    [1.5, -2],
    [3, 4],
  ]);
});

test('takes a header line as names, but only before the first numbers', () => {
  const { decoder, rows } = decode(['accX,accY,accZ\n1,2,3\n4,5,6\nx,y,z\n7,8,9\n']);
  expect(decoder.names).toEqual(['accX', 'accY', 'accZ']);
  expect(rows).toEqual([
    [4, 5, 6],
    [7, 8, 9],
  ]);
  expect(decoder.skipped).toBe(1);
});

test('drops names that do not match the columns', () => {
  expect(decode(['hello world\n1,2,3\n4,5,6\n']).decoder.names).toBeUndefined();
});

test.each(['ERR sensor', '<ERR sensor', 'Error: sensor'])('keeps “%s” as a complaint', (line) => {
  const { decoder, rows } = decode([`1,2\n3,4\n${line}\n5,6\n`]);
  expect(decoder.deviceError).toBe(line);
  expect(rows).toEqual([
    [3, 4],
    [5, 6],
  ]);
});

test('counts and passes over what is ragged or no number, and goes on', () => {
  const { decoder, rows } = decode(['1,2\n3,4\n5\n6,nan\n7,8,9\nInfinity,1\n10,11\n']);
  expect(rows).toEqual([
    [3, 4],
    [10, 11],
  ]);
  // The first line may have been cut, so it counts too.
  expect(decoder.skipped).toBe(5);
});

test('settles the columns by two neighbours, not by a ragged beginning', () => {
  const { decoder, rows } = decode(['8,9\n1,2,3\n4,5,6\n7,8\n']);
  expect(decoder.columns).toBe(3);
  expect(rows).toEqual([[4, 5, 6]]);
});

test('an endless line is dropped without being kept, and the next line is read', () => {
  const decoder = new LineDecoder();
  const rows: (readonly number[])[] = [];
  const take = (text: string) => decoder.push(text, (row) => rows.push(row));
  take('1,2\n1,2\n');
  for (let i = 0; i < 2000; i++) take('7'.repeat(500));
  take('\n3,4\n');
  expect(rows).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(decoder.skipped).toBe(2);
});

test('a line of separators alone is no row', () => {
  const { decoder, rows } = decode([',\n', ';;\n', '1,2,3\n', '1,2,3\n']);
  expect(decoder.columns).toBe(3);
  expect(rows).toEqual([[1, 2, 3]]);
});

test('whatever arrives, nothing is thrown and rows are whole and finite', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('\n', '\r\n', ',', '1', '-2.5', 'ERR\n', '1,2,3\n', '\0', 'NaN'),
    fc.constantFrom('{"a":1}\n', '{"a":', '[1,2]\n', 'a:1\n', ':', '}', '{"__proto__":1}\n', '[[['),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (chunks) => {
      const { decoder, rows } = decode(chunks);
      for (const row of rows) {
        expect(row.length).toBe(decoder.columns);
        expect(row.every(Number.isFinite)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

test('where the text is cut makes no difference', () => {
  const line = fc
    .array(fc.integer({ min: -999, max: 999 }), { minLength: 2, maxLength: 4 })
    .map((row) => `${row.join(',')}\n`);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.array(fc.nat(200)), (lines, cuts) => {
      const text = lines.join('');
      const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b)];
      const chunks = at.map((from, index) => text.slice(from, at[index + 1]));
      const whole = decode([text]);
      const cut = decode(chunks);
      expect(cut.rows).toEqual(whole.rows);
      expect(cut.decoder.skipped).toBe(whole.decoder.skipped);
    }),
    { numRuns: 1000 },
  );
});
