import { useTranslation } from 'react-i18next';
import type { CompressionStep } from '#core/compress/compression-recipe';

/** A step's settings in a few words: "25 % · 4 epochs". */
export function useStepSummary(step: CompressionStep): string {
  const { t } = useTranslation(['compress', 'train']);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const epochs = step.epochs > 0 ? t('summary.epochs', { count: step.epochs }) : t('summary.none');
  switch (step.kind) {
    case 'distil':
      return `${t(`train:preset.${step.student.preset}.name`)} × ${step.student.width} · ${epochs}`;
    case 'prune-channels':
      return `${percent(step.share)} · ${epochs}`;
    case 'prune-weights':
      return `${percent(step.sparsity)} · ${epochs}`;
    case 'cluster':
      return `${t('summary.values', { count: step.clusters })} · ${epochs}`;
    case 'quantise-aware':
      return epochs;
  }
}
