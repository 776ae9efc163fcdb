import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompressionRecipe, CompressionStep } from '#core/compress/compression-recipe';
import { NAMED_RECIPES } from '#core/compress/named-recipes';
import { USUAL_CALIBRATION } from '#core/compress/usual-steps';
import { recipeKey } from '../recipe-key';

/** Axes of a sensor; a sensor with all of them goes by its own name. */
const AXES = ['X', 'Y', 'Z'];
const SENSORS = ['acc', 'gyro', 'mag'] as const;

export interface ChoiceNames {
  length(ms: number): string;
  channels(names: readonly string[]): string;
  preset(id: string): string;
  width(width: number): string;
  /** A ready recipe's own name, else its steps. */
  recipe(recipe: CompressionRecipe): string;
  steps(recipe: CompressionRecipe): string;
}

/** What can be chosen in a search, in few words. */
export function useChoiceNames(): ChoiceNames {
  const { t, i18n } = useTranslation(['compress', 'train']);
  const { language } = i18n;
  return useMemo(() => choiceNames(t, language), [t, language]);
}

function choiceNames(t: TFunction<['compress', 'train']>, language: string): ChoiceNames {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const stepName = (step: CompressionStep) => {
    switch (step.kind) {
      case 'distil':
        return t('brief.distil', {
          student: `${t(`train:preset.${step.student.preset}.name`)} × ${step.student.width}`,
        });
      case 'prune-channels':
        return t('brief.prune-channels', { share: percent(step.share) });
      case 'prune-weights':
        return t('brief.prune-weights', { share: percent(step.sparsity) });
      case 'cluster':
        return t('brief.cluster', { count: step.clusters });
      case 'quantise-aware':
        return t('brief.quantise-aware');
    }
  };
  /** How it becomes int8, where that is not the usual way. */
  const conversion = ({ calibration, perChannelDense }: CompressionRecipe) => [
    ...(calibration.method === USUAL_CALIBRATION.method
      ? []
      : [t(`calibration.${calibration.method}.name`)]),
    ...(perChannelDense ? [t('brief.perChannelDense')] : []),
  ];
  const steps = (recipe: CompressionRecipe) => {
    const on = recipe.steps.filter(({ enabled }) => enabled);
    const words = on.length === 0 ? t('brief.none') : on.map(stepName).join(' → ');
    return [words, ...conversion(recipe)].join(' · ');
  };
  return {
    length: (ms) => `${number.format(ms / 1000)} s`,
    channels(names) {
      const left = new Set(names);
      const whole = SENSORS.filter((sensor) => AXES.every((axis) => left.has(`${sensor}${axis}`)));
      for (const sensor of whole) for (const axis of AXES) left.delete(`${sensor}${axis}`);
      return [...whole.map((sensor) => t(`sensor.${sensor}`)), ...left].join(' + ');
    },
    preset: (id) => t(`train:preset.${id}.name`),
    width: (width) => `× ${number.format(width)}`,
    recipe(recipe) {
      const key = recipeKey(recipe);
      const ready = NAMED_RECIPES.find((one) => recipeKey(one.recipe) === key);
      return ready ? t(`named.${ready.id}.name`) : steps(recipe);
    },
    steps,
  };
}
