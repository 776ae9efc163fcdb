import { NumberInput, Paper, Slider, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CompressionRecipe } from '#core/compress/compressed-model';
import classes from './RecipeForm.module.css';

export interface RecipeFormProps {
  readonly recipe: CompressionRecipe;
  readonly disabled: boolean;
  onChange(recipe: CompressionRecipe): void;
}

/** Fine-tuning beyond these changes little and takes long. */
const MOST_EPOCHS = 50;
/** Shares that a switch turns on with. */
const FIRST_SHARE = { structuredShare: 0.25, sparsity: 0.5 };

/** The passes in the order they run; int8 is the last and always on. */
export function RecipeForm({ recipe, disabled, onChange }: RecipeFormProps) {
  const { t } = useTranslation('compress');
  const share = (key: 'structuredShare' | 'sparsity', most: number) => (
    <Paper withBorder py="sm" pe="md" ps={0} className={classes.step}>
      <div className={classes.body}>
        <Switch
          checked={recipe[key] > 0}
          disabled={disabled}
          onChange={(event) =>
            onChange({ ...recipe, [key]: event.currentTarget.checked ? FIRST_SHARE[key] : 0 })
          }
          label={t(`pass.${key}.name`)}
          description={t(`pass.${key}.what`)}
        />
        {recipe[key] > 0 && (
          <Slider
            mt="md"
            mb="lg"
            min={0.05}
            max={most}
            step={0.05}
            value={recipe[key]}
            disabled={disabled}
            onChange={(value) => onChange({ ...recipe, [key]: value })}
            label={(value) => `${Math.round(value * 100)} %`}
            marks={[0.25, 0.5, 0.75]
              .filter((value) => value < most)
              .map((value) => ({ value, label: `${value * 100} %` }))}
            thumbLabel={t(`pass.${key}.name`)}
          />
        )}
      </div>
    </Paper>
  );
  const prunes = recipe.structuredShare > 0 || recipe.sparsity > 0;
  return (
    <Stack gap="sm" component="ol" className={classes.list}>
      <li>{share('structuredShare', 0.75)}</li>
      <li>{share('sparsity', 0.9)}</li>
      <li>
        <Paper withBorder py="sm" pe="md" ps={0} className={classes.step}>
          <div className={classes.body}>
            <NumberInput
              label={t('pass.fineTuneEpochs.name')}
              description={t('pass.fineTuneEpochs.what')}
              value={recipe.fineTuneEpochs}
              min={0}
              max={MOST_EPOCHS}
              disabled={disabled || !prunes}
              clampBehavior="blur"
              allowDecimal={false}
              onChange={(value) => {
                if (typeof value === 'number' && value >= 0 && value <= MOST_EPOCHS) {
                  onChange({ ...recipe, fineTuneEpochs: value });
                }
              }}
            />
          </div>
        </Paper>
      </li>
      <li>
        <Paper withBorder py="sm" pe="md" ps={0} className={classes.step}>
          <div className={classes.body}>
            <Text size="sm" fw={500}>
              {t('pass.int8.name')}
            </Text>
            <Text size="xs" c="dimmed">
              {t('pass.int8.what')}
            </Text>
            <Switch
              mt="sm"
              checked={recipe.perChannelDense ?? false}
              disabled={disabled}
              onChange={(event) =>
                onChange({ ...recipe, perChannelDense: event.currentTarget.checked })
              }
              label={t('pass.perChannelDense.name')}
              description={t('pass.perChannelDense.what')}
            />
          </div>
        </Paper>
      </li>
    </Stack>
  );
}
