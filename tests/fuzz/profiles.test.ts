import { expect, test } from 'vitest';
import { PROFILES } from '../../src/device/profiles/profiles';
import { PROFILE_SUBJECTS } from '../support/fuzz-profiles';
import { testStreams } from '../support/fuzz-streams';

// The other half runs beside it.
testStreams(PROFILE_SUBJECTS.filter((_, index) => index % 2 === 0));

test('no kind of wearable is left out', () => {
  const names = PROFILE_SUBJECTS.map(({ name }) => name.split(/[ ,]/)[0]);
  const missing = PROFILES.map(({ id }) => id).filter((id) => !names.includes(id));
  // It is read as text.
  expect(missing).toEqual(['nordic-uart-text']);
});
