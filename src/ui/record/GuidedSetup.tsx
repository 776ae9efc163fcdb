import { Button, Checkbox, Chip, Group, Input, NumberInput, Stack, Text } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Gesture } from '#core/dataset/gesture';
import { guidedDurationMs, planGuided } from '#core/dataset/guided-plan';
import { leadOf } from '#studio/device-station';
import { GestureDot } from '../parts/GestureDot';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { NewGesture } from './NewGesture';

/** The usual head gestures, by their names in `start.json`. */
const HEAD_GESTURES: readonly (readonly [string, Gesture['kind']])[] = [
  ['nod', 'event'],
  ['shake', 'event'],
  ['neckLeft', 'event'],
  ['neckRight', 'event'],
  ['headDown', 'state'],
  ['headUp', 'state'],
];
const DEFAULT_REPETITIONS = 5;
const MOST_REPETITIONS = 50;

/** What a guided recording asks for, and its start. */
export function GuidedSetup() {
  const { t } = useTranslation(['record', 'start']);
  const { record, device, project: station, platform } = useStudio();
  const { project } = useOpenProject();
  const simulated = useStore(device.store, (state) => leadOf(state)?.kind === 'simulator');
  const [repetitions, setRepetitions] = useState(DEFAULT_REPETITIONS);
  // Those left out rather than those chosen: a gesture added later is asked for.
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const [follows, setFollows] = useState(true);
  const { gestures } = project;
  const chosen = gestures.filter(({ id }) => !leftOut.includes(id));

  if (gestures.length === 0) {
    return (
      <Stack align="flex-start">
        <Text c="dimmed">{t('guided.none')}</Text>
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => {
            for (const [name, kind] of HEAD_GESTURES) {
              station.addGesture(t(`start:names.${name}`), kind);
            }
          }}
        >
          {t('guided.addSix')}
        </Button>
        <NewGesture />
      </Stack>
    );
  }

  const plan = planGuided(chosen, { repetitions, seed: Math.round(platform.epochMs() / 1000) });
  const start = () => void record.startGuided(plan, { simulatorFollows: simulated && follows });

  return (
    <Stack>
      <Text c="dimmed">{t('guided.what')}</Text>
      <div>
        <Input.Label labelElement="div" display="block" id="guided-gestures" mb={4}>
          {t('guided.gestures')}
        </Input.Label>
        <Chip.Group
          multiple
          value={chosen.map(({ id }) => id)}
          onChange={(ids) =>
            setLeftOut(gestures.map(({ id }) => id).filter((id) => !ids.includes(id)))
          }
        >
          <Group gap="xs" role="group" aria-labelledby="guided-gestures">
            {gestures.map((gesture) => (
              <Chip key={gesture.id} value={gesture.id} variant="outline">
                <Group gap={6} component="span" display="inline-flex">
                  <GestureDot gesture={gesture} />
                  {gesture.name}
                </Group>
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </div>
      <NewGesture />
      <Group align="flex-end" gap="lg">
        <NumberInput
          label={t('guided.repetitions')}
          w="7rem"
          min={1}
          max={MOST_REPETITIONS}
          clampBehavior="strict"
          allowDecimal={false}
          value={repetitions}
          onChange={(value) => setRepetitions(Math.max(1, Number(value) || 1))}
        />
        <Button
          variant="default"
          leftSection={<IconPlayerPlayFilled size={16} aria-hidden />}
          disabled={chosen.length === 0}
          onClick={start}
        >
          {t('guided.start')}
        </Button>
        <Text size="sm" c="dimmed" pb={8}>
          {chosen.length === 0 ? t('guided.chooseOne') : lengthText(guidedDurationMs(plan))}
        </Text>
      </Group>
      {simulated && (
        <Checkbox
          label={t('guided.follow')}
          checked={follows}
          onChange={(event) => setFollows(event.currentTarget.checked)}
        />
      )}
    </Stack>
  );

  function lengthText(ms: number): string {
    if (ms < 90_000) return t('guided.durationShort', { seconds: Math.ceil(ms / 5000) * 5 });
    return t('guided.duration', { minutes: Math.ceil(ms / 60_000) });
  }
}
