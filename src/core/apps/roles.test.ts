import { expect, test } from 'vitest';
import type { Gesture } from '../dataset/gesture';
import { rolesOf } from './roles';

const gesture = (name: string, kind: Gesture['kind'] = 'event', id = `id-${name}`): Gesture => ({
  id,
  name,
  kind,
  colour: 0,
});

test('gestures are found by their names in both languages', () => {
  const english = ['Nod', 'Shake', 'Neck left', 'Neck right'].map((name) => gesture(name));
  const states = ['Head down', 'Head up'].map((name) => gesture(name, 'state'));
  expect(rolesOf([...english, ...states])).toEqual({
    nod: 'id-Nod',
    shake: 'id-Shake',
    neckLeft: 'id-Neck left',
    neckRight: 'id-Neck right',
    headDown: 'id-Head down',
    headUp: 'id-Head up',
  });
  expect(rolesOf([gesture('点头'), gesture('摇头'), gesture('低头', 'state')])).toEqual({
    nod: 'id-点头',
    shake: 'id-摇头',
    headDown: 'id-低头',
  });
});

test('the kind decides between two that fit, and a choice stands above both', () => {
  const event = gesture('nod', 'event', 'a');
  const state = gesture('nodding', 'state', 'b');
  expect(rolesOf([state, event]).nod).toBe('a');
  expect(rolesOf([state]).nod).toBe('b');
  expect(rolesOf([state, event], { nod: 'b' }).nod).toBe('b');
  expect(rolesOf([event], { nod: 'gone' }).nod).toBe('a');
});

test('a gesture of another sort plays no role', () => {
  expect(rolesOf([gesture('wave'), gesture('handshake')])).toEqual({});
});
