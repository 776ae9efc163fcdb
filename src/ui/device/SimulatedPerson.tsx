import {
  Button,
  Group,
  Input,
  NativeSelect,
  SegmentedControl,
  Stack,
  Tooltip,
} from '@mantine/core';
import { useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import type { Posture, WearerAction, WearerActivity } from '#core/motion/simulator/gestures';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { DrawnHead } from './DrawnHead';
import { LinkSettings } from './LinkSettings';
import classes from './SimulatedPerson.module.css';
import { usePersonKeys } from './use-person-keys';

const PEOPLE = 12;
const MOVES = [
  ['nod', 'nod', 'N'],
  ['shake', 'shake', 'S'],
  ['neck-left', 'neckLeft', '←'],
  ['neck-right', 'neckRight', '→'],
] as const satisfies readonly (readonly [WearerAction, string, string])[];
const POSTURES = [
  ['head-down', 'headDown'],
  ['level', 'level'],
  ['head-up', 'headUp'],
] as const satisfies readonly (readonly [Posture, string])[];
const ACTIVITIES = ['still', 'talking', 'walking'] as const satisfies readonly WearerActivity[];

/** Whoever wears the simulated device: seen, and told what to do. */
export function SimulatedPerson() {
  const { t } = useTranslation('device');
  const { simulator } = useStudio().device;
  // The person is no store: what was asked for is read again after every press.
  const [, reread] = useReducer((count: number) => count + 1, 0);
  const hold = (posture: Posture) => {
    simulator.hold(posture);
    reread();
  };
  usePersonKeys({
    n: () => simulator.perform('nod'),
    s: () => simulator.perform('shake'),
    arrowleft: () => simulator.perform('neck-left'),
    arrowright: () => simulator.perform('neck-right'),
    arrowdown: () => hold('head-down'),
    arrowup: () => hold('head-up'),
    l: () => hold('level'),
  });

  return (
    <Section title={t('person.title')}>
      <div className={classes.person}>
        <DrawnHead />
        <Stack gap="md">
          <Group gap="xs" role="group" aria-label={t('person.moves')}>
            {MOVES.map(([action, name, key]) => (
              <Tooltip key={action} label={t('person.key', { key })}>
                <Button
                  variant="default"
                  onClick={() => simulator.perform(action)}
                  aria-keyshortcuts={SHORTCUTS[key] ?? key}
                >
                  {t(`person.${name}`)}
                </Button>
              </Tooltip>
            ))}
          </Group>
          <Group gap="lg" align="flex-start">
            <div>
              <Input.Label labelElement="div" display="block" id="person-posture">
                {t('person.posture')}
              </Input.Label>
              <Tooltip label={t('person.postureKeys')}>
                <SegmentedControl
                  aria-labelledby="person-posture"
                  value={simulator.posture}
                  data={POSTURES.map(([value, name]) => ({ value, label: t(`person.${name}`) }))}
                  onChange={(value) => hold(value as Posture)}
                />
              </Tooltip>
            </div>
            <div>
              <Input.Label labelElement="div" display="block" id="person-activity">
                {t('person.activity')}
              </Input.Label>
              <SegmentedControl
                aria-labelledby="person-activity"
                value={simulator.activity}
                data={ACTIVITIES.map((value) => ({ value, label: t(`person.${value}`) }))}
                onChange={(value) => {
                  simulator.setActivity(value as WearerActivity);
                  reread();
                }}
              />
            </div>
            <NativeSelect
              label={t('person.who')}
              description={t('person.whoHelp')}
              inputWrapperOrder={['label', 'input', 'description']}
              value={String(simulator.subjectSeed)}
              data={Array.from({ length: PEOPLE }, (_, index) => ({
                value: String(index + 1),
                label: t('person.number', { number: index + 1 }),
              }))}
              onChange={(event) => {
                simulator.setSubject(Number(event.currentTarget.value));
                reread();
              }}
            />
          </Group>
          <LinkSettings onChange={reread} />
        </Stack>
      </div>
    </Section>
  );
}

/** As `aria-keyshortcuts` names them. */
const SHORTCUTS: Readonly<Record<string, string>> = { '←': 'ArrowLeft', '→': 'ArrowRight' };
