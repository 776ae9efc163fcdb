import { Radio, SimpleGrid, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { checkArchitecture } from '#core/model/architecture-outline';
import { buildGraph } from '#core/model/build-graph';
import { floatCost } from '#core/model/cost';
import { int8SizeEstimate } from '#core/model/int8-size';
import { PRESETS } from '#core/model/presets';
import type { PresetId } from '#core/model/trained-model';
import { createRandom } from '#core/random';
import classes from './PresetCards.module.css';

export interface PresetCardsProps {
  /** Absent while none is trained as it is. */
  readonly value: PresetId | undefined;
  /** Factor on filters and units; absent: 1. */
  readonly width: number | undefined;
  readonly frames: number;
  readonly channels: number;
  readonly classCount: number;
  readonly disabled: boolean;
  onChange(preset: PresetId): void;
}

/** The networks on offer, each with what it would cost for this project's windows. */
export function PresetCards(props: PresetCardsProps) {
  const { value, width, frames, channels, classCount, disabled, onChange } = props;
  const { t, i18n } = useTranslation('train');
  const cards = useMemo(
    () =>
      PRESETS.map((preset) => {
        const spec = { frames, channels, classCount, random: createRandom(1) };
        const architecture = preset.design(spec, width);
        if (checkArchitecture(architecture, spec)) return { id: preset.id };
        const graph = buildGraph(architecture, spec);
        return { id: preset.id, cost: floatCost(graph), int8Bytes: int8SizeEstimate(graph) };
      }),
    [width, frames, channels, classCount],
  );
  const number = new Intl.NumberFormat(i18n.language);
  const kilobytes = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 2 });
  return (
    <Radio.Group
      value={value ?? null}
      onChange={(id) => onChange(id as PresetId)}
      aria-label={t('preset.label')}
    >
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm">
        {cards.map(({ id, cost, int8Bytes }) => (
          <Radio.Card
            key={id}
            value={id}
            disabled={disabled || !cost}
            className={classes.card}
            p="sm"
          >
            <Text fw={600} size="sm">
              {t(`preset.${id}.name`)}
            </Text>
            <Text size="xs" c="dimmed" mt={2}>
              {t(`preset.${id}.what`)}
            </Text>
            <dl className={classes.cost}>
              <dt>{t('preset.parameters')}</dt>
              <dd>{cost ? number.format(cost.parameterCount) : '–'}</dd>
              <dt>{t('preset.macs')}</dt>
              <dd>{cost ? number.format(cost.macs) : '–'}</dd>
              <dt>{t('preset.int8')}</dt>
              <dd>{int8Bytes ? `≈ ${kilobytes.format(int8Bytes / 1000)} kB` : '–'}</dd>
            </dl>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}
