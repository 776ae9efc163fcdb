import { NativeSelect, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CompressionStep, DistilStep } from '#core/compress/compression-recipe';
import { PRESETS } from '#core/model/presets';
import type { PresetId } from '#core/model/trained-model';
import { CountField } from '../parts/CountField';
import { SliderField } from '../parts/SliderField';
import classes from '../parts/SliderField.module.css';

/** Training beyond these changes little and takes long. */
const MOST_EPOCHS = 200;
/** Values that a layer may have are powers of two: 2, 4 … 256. */
const CLUSTER_BITS = { least: 1, most: 8 };

export interface StepSettingsProps {
  readonly step: CompressionStep;
  readonly disabled: boolean;
  /** `what` names the setting. */
  onChange(step: CompressionStep, what: string): void;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** The few numbers of one step, each with its unit. */
export function StepSettings({ step, disabled, onChange }: StepSettingsProps) {
  const { t } = useTranslation('compress');
  // These two do their work by training: without an epoch they would do harm or nothing.
  const leastEpochs = step.kind === 'distil' || step.kind === 'quantise-aware' ? 1 : 0;
  return (
    <SimpleGrid
      cols={{ base: 1, xs: 2 }}
      spacing="lg"
      verticalSpacing="sm"
      className={classes.settings}
    >
      <OwnSettings step={step} disabled={disabled} onChange={onChange} />
      <CountField
        label={t(`step.${step.kind}.epochs`)}
        unit={t('unit.epochs')}
        value={step.epochs}
        least={leastEpochs}
        most={MOST_EPOCHS}
        disabled={disabled}
        onChange={(epochs) => onChange({ ...step, epochs }, 'epochs')}
      />
    </SimpleGrid>
  );
}

function OwnSettings({ step, disabled, onChange }: StepSettingsProps) {
  const { t } = useTranslation('compress');
  switch (step.kind) {
    case 'distil':
      return <DistilSettings step={step} disabled={disabled} onChange={onChange} />;
    case 'prune-channels':
      return (
        <SliderField
          label={t('setting.share')}
          value={step.share}
          least={0.05}
          most={0.9}
          increment={0.05}
          format={percent}
          disabled={disabled}
          onChange={(share) => onChange({ ...step, share }, 'share')}
        />
      );
    case 'prune-weights':
      return (
        <SliderField
          label={t('setting.sparsity')}
          value={step.sparsity}
          least={0.05}
          most={0.95}
          increment={0.05}
          format={percent}
          disabled={disabled}
          onChange={(sparsity) => onChange({ ...step, sparsity }, 'sparsity')}
        />
      );
    case 'cluster':
      return (
        <SliderField
          label={t('setting.clusters')}
          value={Math.log2(step.clusters)}
          {...CLUSTER_BITS}
          increment={1}
          format={(bits) => String(2 ** Math.round(bits))}
          disabled={disabled}
          onChange={(bits) => onChange({ ...step, clusters: 2 ** bits }, 'clusters')}
        />
      );
    case 'quantise-aware':
      return null;
  }
}

interface DistilSettingsProps extends StepSettingsProps {
  readonly step: DistilStep;
}

function DistilSettings({ step, disabled, onChange }: DistilSettingsProps) {
  const { t } = useTranslation(['compress', 'train']);
  const { student } = step;
  return (
    <>
      <NativeSelect
        label={t('setting.student')}
        size="xs"
        value={student.preset}
        disabled={disabled}
        data={PRESETS.map(({ id }) => ({ value: id, label: t(`train:preset.${id}.name`) }))}
        onChange={({ currentTarget }) =>
          onChange(
            { ...step, student: { ...student, preset: currentTarget.value as PresetId } },
            'preset',
          )
        }
      />
      <SliderField
        label={t('setting.width')}
        value={student.width}
        least={0.25}
        most={2}
        increment={0.25}
        format={(width) => `× ${width}`}
        disabled={disabled}
        onChange={(width) => onChange({ ...step, student: { ...student, width } }, 'width')}
      />
      <SliderField
        label={t('setting.temperature')}
        value={step.temperature}
        least={1}
        most={10}
        increment={0.5}
        format={(temperature) => temperature.toFixed(1)}
        disabled={disabled}
        onChange={(temperature) => onChange({ ...step, temperature }, 'temperature')}
      />
      <SliderField
        label={t('setting.mix')}
        value={step.mix}
        least={0}
        most={1}
        increment={0.05}
        format={percent}
        disabled={disabled}
        onChange={(mix) => onChange({ ...step, mix }, 'mix')}
      />
    </>
  );
}
