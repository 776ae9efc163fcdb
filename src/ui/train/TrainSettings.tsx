import {
  Button,
  Collapse,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Switch,
  Text,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { WindowingOptions } from '#core/dataset/window-set';
import type { BackendId, ModelRecipe } from '#core/model/trained-model';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';

const BACKENDS: readonly (BackendId | 'auto')[] = ['auto', 'wasm', 'webgl', 'webgpu', 'cpu'];

/** Windowing and recipe of the project; each change is saved at once. */
export function TrainSettings({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation('train');
  const { project: station } = useStudio();
  const { project, recordings } = useOpenProject();
  const [opened, { toggle }] = useDisclosure(false);
  const { windowing, recipe } = project;
  const setWindowing = (change: Partial<WindowingOptions>) =>
    station.update((one) => ({ ...one, windowing: { ...one.windowing, ...change } }));
  const setRecipe = (change: Partial<ModelRecipe>) =>
    station.update((one) => ({ ...one, recipe: { ...one.recipe, ...change } }));
  const channelNames = [
    ...new Set(recordings.flatMap((one) => one.channels.map((channel) => channel.name))),
  ];

  const slowestHz = Math.min(...recordings.map((one) => one.rateHz));

  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="md">
        <Numeric
          label={t('settings.length')}
          unit="ms"
          value={windowing.lengthMs}
          min={200}
          max={10_000}
          step={100}
          disabled={disabled}
          onChange={(lengthMs) => setWindowing({ lengthMs })}
        />
        <Numeric
          label={t('settings.hop')}
          unit="ms"
          value={windowing.hopMs}
          min={20}
          max={5000}
          step={20}
          disabled={disabled}
          onChange={(hopMs) => setWindowing({ hopMs })}
        />
        <Numeric
          label={t('settings.rate')}
          unit="Hz"
          value={windowing.rateHz}
          min={5}
          max={400}
          disabled={disabled}
          onChange={(rateHz) => setWindowing({ rateHz })}
        />
        <Numeric
          label={t('settings.epochs')}
          value={recipe.epochs}
          min={1}
          max={1000}
          disabled={disabled}
          onChange={(epochs) => setRecipe({ epochs: Math.round(epochs) })}
        />
      </SimpleGrid>
      <WindowingEffect windowing={windowing} slowestHz={slowestHz} />
      <Button
        variant="subtle"
        size="compact-sm"
        mt="md"
        onClick={toggle}
        aria-expanded={opened}
        rightSection={<IconChevronDown size={16} aria-hidden />}
      >
        {t('settings.more')}
      </Button>
      <Collapse expanded={opened}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md" mt="sm">
          <MultiSelect
            label={t('settings.channels')}
            data={channelNames}
            value={[...windowing.channelNames]}
            disabled={disabled}
            // In the recordings' order, whatever order they were picked in.
            onChange={(picked) =>
              picked.length > 0 &&
              setWindowing({ channelNames: channelNames.filter((name) => picked.includes(name)) })
            }
          />
          <Select
            label={t('settings.backend')}
            description={t('settings.backendHelp')}
            data={BACKENDS.map((value) => ({ value, label: t(`backend.${value}`) }))}
            value={recipe.backend}
            allowDeselect={false}
            disabled={disabled}
            onChange={(backend) => backend && setRecipe({ backend: backend as BackendId | 'auto' })}
          />
          <Numeric
            label={t('settings.batchSize')}
            value={recipe.batchSize}
            min={1}
            max={1024}
            disabled={disabled}
            onChange={(batchSize) => setRecipe({ batchSize: Math.round(batchSize) })}
          />
          <Numeric
            label={t('settings.learningRate')}
            value={recipe.learningRate}
            min={0.00001}
            max={1}
            step={0.001}
            disabled={disabled}
            onChange={(learningRate) => setRecipe({ learningRate })}
          />
          <Numeric
            label={t('settings.patience')}
            description={t('settings.patienceHelp')}
            value={recipe.patience}
            min={0}
            max={1000}
            disabled={disabled}
            onChange={(patience) => setRecipe({ patience: Math.round(patience) })}
          />
          <Numeric
            label={t('settings.seed')}
            value={recipe.seed}
            min={0}
            max={0xffffffff}
            disabled={disabled}
            onChange={(seed) => setRecipe({ seed: Math.round(seed) })}
          />
          <Switch
            label={t('settings.balance')}
            checked={recipe.balanceClasses}
            disabled={disabled}
            mt="xl"
            onChange={(event) => setRecipe({ balanceClasses: event.currentTarget.checked })}
          />
          <Switch
            label={t('settings.augment')}
            description={t('settings.augmentHelp')}
            checked={recipe.augment}
            disabled={disabled}
            mt="xl"
            onChange={(event) => setRecipe({ augment: event.currentTarget.checked })}
          />
        </SimpleGrid>
      </Collapse>
    </>
  );
}

/** A rate that is measured is never quite the one that was asked for. */
const RATE_TOLERANCE = 1.05;

/** What the windowing comes to, in words. */
function WindowingEffect(props: { windowing: WindowingOptions; slowestHz: number }) {
  const { lengthMs, hopMs, rateHz, channelNames } = props.windowing;
  const { t } = useTranslation('train');
  const frames = Math.round((lengthMs * rateHz) / 1000);
  return (
    <Text size="sm" c="dimmed" mt="sm">
      {t(hopMs < lengthMs ? 'settings.effect' : 'settings.effectGap', {
        frames,
        channels: channelNames.length,
        values: frames * channelNames.length,
        overlap: Math.round((1 - hopMs / lengthMs) * 100),
      })}
      {rateHz > props.slowestHz * RATE_TOLERANCE &&
        ` ${t('settings.rateTooHigh', { rate: Math.round(props.slowestHz) })}`}
    </Text>
  );
}

interface NumericProps {
  readonly label: string;
  readonly description?: string;
  readonly unit?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly disabled: boolean;
  onChange(value: number): void;
}

/** A number within bounds; what is half typed or out of bounds changes nothing yet. */
function Numeric({ description, unit, step = 1, onChange, ...input }: NumericProps) {
  return (
    <NumberInput
      {...input}
      {...(description === undefined ? {} : { description })}
      {...(unit === undefined ? {} : { suffix: ` ${unit}` })}
      step={step}
      clampBehavior="blur"
      onChange={(value) => {
        if (typeof value === 'number' && value >= input.min && value <= input.max) onChange(value);
      }}
    />
  );
}
