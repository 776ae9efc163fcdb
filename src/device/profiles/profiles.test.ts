import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FakeGattLink } from '../../../tests/support/fake-gatt-link';
import { filtersFor, PROFILES, SERVICES } from './profiles';

const ids = PROFILES.map(({ id }) => id);

test('every profile has an id of its own, and a name in the interface', () => {
  expect(new Set(ids).size).toBe(ids.length);
  const { profile } = JSON.parse(readFileSync('src/ui/locales/en/device.json', 'utf8'));
  expect(Object.keys(profile)).toEqual(expect.arrayContaining(ids));
});

test('browsers know UUIDs in lower case only, and show no service that is not asked for', () => {
  for (const service of SERVICES)
    expect(service).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  for (const { services = [] } of filtersFor())
    expect(SERVICES).toEqual(expect.arrayContaining(services));
});

test('no profile is asked for by an id that there is not', () => {
  expect(() => filtersFor('abacus')).toThrow(RangeError);
});

test.each([
  ['Bangle.js 5a3c', 'espruino'],
  ['Puck.js 12ab', 'espruino'],
  ['Pixl.js 12ab', 'nordic-uart-text'],
  ['Sketch', 'nordic-uart-text'],
])('with a Nordic UART alone, “%s” is %s', async (name, id) => {
  const link = new FakeGattLink({ name, services: ['6e400001-b5a3-f393-e0a9-e50e24dcca9e'] });
  const known = await Promise.all(PROFILES.map((profile) => profile.matches(link)));
  expect(ids[known.indexOf(true)]).toBe(id);
});

test('a micro:bit with a UART beside is a micro:bit', async () => {
  const services = ['6e400001-b5a3-f393-e0a9-e50e24dcca9e', 'e95d0753-251d-470a-a062-fa1922dfa9a8'];
  const link = new FakeGattLink({ services });
  const known = await Promise.all(PROFILES.map((profile) => profile.matches(link)));
  expect(ids[known.indexOf(true)]).toBe('microbit');
});
