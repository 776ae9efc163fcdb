import { expect, test } from 'vitest';
import { matching } from './palette-search';

const actions = [
  { label: 'Record', hint: 'Record motion of one or more people.', group: 'Go to' },
  { label: 'Train', hint: 'Train a small network.', group: 'Go to' },
  { label: 'New project', group: 'Projects' },
  { label: 'Theme: dark', group: 'Language and theme' },
  { label: '主题：深色', group: '语言和主题' },
];
const labels = (query: string) => matching(actions, query).map(({ label }) => label);

test.each([
  ['', ['Record', 'Train', 'New project', 'Theme: dark', '主题：深色']],
  ['  NEW  proj', ['New project']],
  ['project new', ['New project']],
  ['deep', []],
  ['network', ['Train']],
  ['深色', ['主题：深色']],
])('"%s" finds %j', (query, found) => {
  expect(labels(query)).toEqual(found);
});

test('an action whose name begins with what was typed comes before one that only mentions it', () => {
  const two = [
    { label: 'Save', hint: 'Keeps the train of thought', group: 'A' },
    { label: 'Train', group: 'B' },
  ];
  expect(matching(two, 'tr').map(({ label }) => label)).toEqual(['Train', 'Save']);
});
