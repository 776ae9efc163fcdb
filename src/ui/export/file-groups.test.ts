import { expect, test } from 'vitest';
import { fileGroups } from './file-groups';

const bytes = new Uint8Array();
const files = (...paths: string[]) => new Map(paths.map((path) => [path, bytes]));

test('large folders come together where their first file was, small ones are listed', () => {
  const groups = fileGroups(files('a', 'lib/1', 'lib/2', 'ex/1', 'lib/3', 'b', 'lib/sub/4'));
  expect(groups).toEqual([
    { files: [['a', bytes]] },
    {
      folder: 'lib/',
      files: ['lib/1', 'lib/2', 'lib/3', 'lib/sub/4'].map((path) => [path, bytes]),
    },
    { files: [['ex/1', bytes]] },
    { files: [['b', bytes]] },
  ]);
});
