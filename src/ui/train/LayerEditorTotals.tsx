import { SimpleGrid } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Architecture, ModelSize } from '#core/model/architecture';
import { type Outline, outlineArchitecture } from '#core/model/architecture-outline';
import { untrainedCost } from '#core/model/untrained-cost';
import { Figure } from '../parts/Figure';

/** Above this, laying the file and the arena out as one types would be felt. */
const MOST_LAID_OUT = 100_000;

/** What the network costs as int8, as it is edited. */
export function LayerEditorTotals(props: { architecture: Architecture; size: ModelSize }) {
  const { t, i18n } = useTranslation('train');
  const architecture = useDeferredValue(props.architecture);
  const { frames, channels, classCount } = props.size;
  const totals = useMemo(
    () => totalsOf(architecture, { frames, channels, classCount }),
    [architecture, frames, channels, classCount],
  );
  const number = new Intl.NumberFormat(i18n.language);
  const kilobytes = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 });
  const figure = (
    key: 'parameters' | 'macs' | 'flash' | 'arena',
    value: string | undefined,
    hint: string,
    unit?: string,
  ) => (
    <Figure
      label={t(key === 'parameters' || key === 'macs' ? `layers.${key}` : `layers.totals.${key}`)}
      value={value ?? '–'}
      unit={value === undefined ? undefined : unit}
      hint={totals ? hint : t('layers.totals.missing')}
      testId={`layers-${key}`}
    />
  );
  const bytes = totals?.sizeBytes ?? totals?.parameterCount;
  const { arenaBytes } = totals ?? {};
  return (
    <SimpleGrid
      cols={{ base: 2, md: 4 }}
      spacing="md"
      mt="md"
      role="group"
      aria-label={t('layers.totals.label')}
    >
      {figure(
        'parameters',
        totals && number.format(totals.parameterCount),
        t('layers.totals.exact'),
      )}
      {figure('macs', totals && number.format(totals.macs), t('layers.totals.exact'))}
      {figure(
        'flash',
        bytes === undefined ? undefined : `≈ ${kilobytes.format(bytes / 1000)}`,
        t(totals?.sizeBytes === undefined ? 'layers.totals.flashRough' : 'layers.totals.flashHint'),
        'kB',
      )}
      {figure(
        'arena',
        arenaBytes === undefined ? undefined : number.format(arenaBytes),
        t(arenaBytes === undefined ? 'layers.totals.arenaRough' : 'layers.totals.arenaHint'),
        'B',
      )}
    </SimpleGrid>
  );
}

interface Totals {
  readonly parameterCount: number;
  readonly macs: number;
  /** Absent for a network too large to be laid out at once. */
  readonly sizeBytes?: number;
  readonly arenaBytes?: number;
}

function totalsOf(architecture: Architecture, size: ModelSize): Totals | undefined {
  const outline = outlineArchitecture(architecture, size);
  if (outline.misfit) return undefined;
  const parameterCount = total(outline, 'parameterCount');
  if (parameterCount > MOST_LAID_OUT) return { parameterCount, macs: total(outline, 'macs') };
  return untrainedCost(architecture, size);
}

function total({ rows, head }: Outline, key: 'parameterCount' | 'macs'): number {
  return [...rows, head].reduce((sum, part) => sum + (part?.[key] ?? 0), 0);
}
