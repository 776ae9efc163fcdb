import { Button, Group, Table, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TuningState } from '#core/tuner/tuning';
import { NumberTable } from '../../parts/NumberTable';
import { percentChange, signed } from '../stage-changes';
import classes from './PointCards.module.css';
import { PresetIcon } from './PresetKey';
import type { SearchPoint } from './search-points';
import type { ChoiceNames } from './use-choice-names';

export interface PointCardsProps {
  readonly tuning: TuningState;
  /** The one opened, then the one laid beside it. */
  readonly points: readonly SearchPoint[];
  readonly names: ChoiceNames;
  /** Whether the next point that is chosen is laid beside this one. */
  readonly comparing: boolean;
  onCompare(on: boolean): void;
  onTake(id: number): void;
  onClose(): void;
}

interface Row {
  readonly key: string;
  of(point: SearchPoint): string;
  /** For the difference, where it is a number. */
  readonly change?: (now: SearchPoint, before: SearchPoint) => string;
}

/** A candidate's settings and figures, and beside them another's. */
export function PointCards(props: PointCardsProps) {
  const { tuning, points, names, comparing, onCompare, onTake, onClose } = props;
  const { t, i18n } = useTranslation('compress');
  const [first, second] = points;
  if (first === undefined) return null;
  const number = new Intl.NumberFormat(i18n.language);
  const cost = (key: string, unit: string, of: (point: SearchPoint) => number): Row => ({
    key,
    of: (point) => `${number.format(of(point))}${unit}`,
    change: (now, before) => `${signed(percentChange(of(now), of(before)), 0)} %`,
  });
  const score = (key: string, of: (point: SearchPoint) => number | null): Row => ({
    key,
    of: (point) => {
      const share = of(point);
      return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
    },
    change: (now, before) => {
      const [after, was] = [of(now), of(before)];
      return after === null || was === null ? '' : signed((after - was) * 100, 1);
    },
  });
  const rows: readonly Row[] = [
    score('macroF1', ({ outcome }) => outcome.macroF1),
    score('validation', ({ outcome }) => outcome.validationMacroF1),
    cost('file', ' B', ({ outcome }) => outcome.cost.sizeBytes),
    cost('gzip', ' B', ({ outcome }) => outcome.gzipBytes),
    cost('macs', '', ({ outcome }) => outcome.cost.macs),
    cost('arena', ' B', ({ outcome }) => outcome.cost.arenaBytes),
    { key: 'length', of: ({ candidate }) => names.length(candidate.choice.lengthMs) },
    { key: 'channels', of: ({ candidate }) => names.channels(candidate.choice.channelNames) },
    {
      key: 'recipe',
      of: ({ candidate }) =>
        names.steps(tuning.plan.space.compressions[candidate.choice.compression]!),
    },
    { key: 'epochs', of: ({ rung }) => `${tuning.plan.rungEpochs[rung]}` },
    { key: 'hash', of: ({ outcome }) => outcome.sha256.slice(0, 12) },
  ];
  return (
    <div data-testid="point-card">
      <NumberTable fz={second ? 'xs' : 'sm'} verticalSpacing={4} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('point.candidate')}</Table.Th>
            {points.map(({ id, candidate, place }) => (
              <Table.Th key={id}>
                <PresetIcon id={candidate.choice.preset} /> {place}.{' '}
                {names.preset(candidate.choice.preset)} {names.width(candidate.choice.width)}
              </Table.Th>
            ))}
            {second && <Table.Th>{t('point.difference')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, of, change }) => (
            <Table.Tr key={key} data-testid={`point-${key}`}>
              <Table.Th scope="row">{t(`point.${key}`)}</Table.Th>
              {points.map((point) => (
                <Table.Td
                  key={point.id}
                  className={classes.value}
                  data-code={key === 'hash' || undefined}
                >
                  {of(point)}
                </Table.Td>
              ))}
              {second && <Table.Td c="dimmed">{change?.(second, first)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </NumberTable>
      <Text size="xs" c="dimmed" mt="xs">
        {t('point.note')}
      </Text>
      <Group gap="xs" mt="sm">
        {points.map(({ id, place }) => (
          <Button key={id} size="compact-sm" variant="default" onClick={() => onTake(id)}>
            {second ? t('point.takePlace', { place }) : t('point.take')}
          </Button>
        ))}
        <Button
          size="compact-sm"
          variant={comparing ? 'light' : 'subtle'}
          aria-pressed={comparing}
          onClick={() => onCompare(!comparing)}
        >
          {t(comparing ? 'point.choose' : 'point.compare')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={onClose}
        >
          {t('point.close')}
        </Button>
      </Group>
    </div>
  );
}
