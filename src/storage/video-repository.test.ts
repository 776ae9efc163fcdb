import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { openStorage } from './open-storage';

let databases = 0;
const open = () => openStorage(`video-${databases++}`);
const bytes = (...values: number[]) => Uint8Array.from(values);

test('a picture comes back piece by piece in order, of its own recording only', async () => {
  const { videos } = await open();
  await videos.save('a', { mediaType: 'video/webm', startedAt: 1000 });
  await videos.appendPiece('a', 1, bytes(3));
  await videos.appendPiece('a', 0, bytes(1, 2));
  await videos.save('b', { mediaType: 'video/webm', startedAt: 2000 });
  await videos.appendPiece('b', 0, bytes(9));
  expect(await videos.load('a')).toEqual({
    mediaType: 'video/webm',
    startedAt: 1000,
    pieces: [bytes(1, 2), bytes(3)],
  });
  expect([...(await videos.ids())].sort()).toEqual(['a', 'b']);
});

test('a picture of which nothing was stored is none', async () => {
  const { videos } = await open();
  expect(await videos.load('a')).toBeUndefined();
  await videos.save('a', { mediaType: 'video/webm', startedAt: 1000 });
  expect(await videos.load('a')).toBeUndefined();
});

test('removing a picture leaves the others', async () => {
  const { videos } = await open();
  for (const id of ['a', 'b']) {
    await videos.save(id, { mediaType: 'video/webm', startedAt: 0 });
    await videos.appendPiece(id, 0, bytes(7));
  }
  await videos.remove('a');
  expect(await videos.load('a')).toBeUndefined();
  expect(await videos.load('b')).toBeDefined();
  expect(await videos.ids()).toEqual(['b']);
});
