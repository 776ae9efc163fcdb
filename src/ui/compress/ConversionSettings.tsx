import { SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Calibration, CompressionRecipe } from '#core/compress/compression-recipe';
import { CountField } from '../parts/CountField';

const METHODS: readonly Calibration['method'][] = ['min-max', 'percentile', 'mean-squared-error'];
/** Leaves out one value in a thousand. */
const FIRST_PERCENTILE = 99.9;

export interface ConversionSettingsProps {
  readonly recipe: CompressionRecipe;
  readonly disabled: boolean;
  /** `what` names the setting. */
  onChange(recipe: CompressionRecipe, what: string): void;
}

/** How int8 takes its ranges and its scales. */
export function ConversionSettings({ recipe, disabled, onChange }: ConversionSettingsProps) {
  const { t } = useTranslation('compress');
  const { calibration } = recipe;
  const choose = (method: Calibration['method']) => {
    const next: Calibration =
      method === 'percentile' ? { method, percentile: FIRST_PERCENTILE } : { method };
    onChange({ ...recipe, calibration: next }, 'calibration');
  };
  return (
    <Stack gap="sm">
      <div>
        <Text size="xs" fw={500} mb={6}>
          {t('calibration.label')}
        </Text>
        <SegmentedControl
          size="xs"
          fullWidth
          value={calibration.method}
          disabled={disabled}
          aria-label={t('calibration.label')}
          data={METHODS.map((method) => ({
            value: method,
            label: t(`calibration.${method}.name`),
          }))}
          onChange={(method) => choose(method as Calibration['method'])}
        />
        <Text size="xs" c="dimmed" mt={6}>
          {t(`calibration.${calibration.method}.what`)}
        </Text>
      </div>
      {calibration.method === 'percentile' && (
        <CountField
          label={t('calibration.within')}
          unit="%"
          value={calibration.percentile}
          least={90}
          most={100}
          decimals={2}
          increment={0.1}
          disabled={disabled}
          onChange={(percentile) =>
            onChange({ ...recipe, calibration: { method: 'percentile', percentile } }, 'percentile')
          }
        />
      )}
      <Switch
        size="xs"
        checked={recipe.perChannelDense}
        disabled={disabled}
        onChange={({ currentTarget }) =>
          onChange({ ...recipe, perChannelDense: currentTarget.checked }, 'perChannelDense')
        }
        label={t('perChannelDense.name')}
        description={t('perChannelDense.what')}
      />
    </Stack>
  );
}
