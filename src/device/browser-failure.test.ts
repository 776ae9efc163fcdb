import { expect, test } from 'vitest';
import { Failure } from '#core/failure';
import { browserFailure } from './browser-failure';

const error = (name: string, message = 'as the browser says') => new DOMException(message, name);

test.each([
  ['choosing', 'NotFoundError', 'User cancelled the requestDevice() chooser.', 'nothing-chosen'],
  ['choosing', 'NotFoundError', 'Bluetooth adapter not available.', 'radio-off'],
  ['choosing', 'SecurityError', 'Must be handling a user gesture.', 'permission-denied'],
  ['choosing', 'NotAllowedError', 'Denied.', 'permission-denied'],
  ['chosen', 'NotFoundError', 'No Services matching UUID found.', 'device-protocol'],
  ['chosen', 'NotSupportedError', 'GATT Error: Not supported.', 'device-protocol'],
  ['chosen', 'NetworkError', 'Bluetooth Device is no longer in range.', 'device-lost'],
  ['chosen', 'InvalidStateError', 'Service no longer exists.', 'device-lost'],
] as const)('while %s, %s “%s” is %s', (stage, name, message, code) => {
  expect(browserFailure(error(name, message), stage, 'device-lost')).toMatchObject({
    name: 'Failure',
    code,
    message,
  });
});

test('giving up is no failure', () => {
  const abort = error('AbortError');
  expect(browserFailure(abort, 'chosen', 'device-lost')).toBe(abort);
});

test('a failure stays what it is, and whatever else is thrown becomes one', () => {
  const failure = new Failure('device-silent', 'no line');
  expect(browserFailure(failure, 'chosen', 'device-lost')).toBe(failure);
  expect(browserFailure('odd', 'chosen', 'port-busy')).toMatchObject({ code: 'port-busy' });
});
