import { Table, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TuningPlan } from '#core/tuner/tuning';
import { NumberTable } from '../../parts/NumberTable';
import { PresetIcon } from './PresetKey';
import classes from './SearchTable.module.css';
import { type SearchPoint, type SortKey, sortPoints } from './search-points';
import type { ChoiceNames } from './use-choice-names';

export interface SearchTableProps {
  readonly points: readonly SearchPoint[];
  readonly plan: TuningPlan;
  /** Ids of the points that are looked at. */
  readonly opened: readonly number[];
  readonly names: ChoiceNames;
  onOpen(id: number): void;
}

/** Every candidate that gave a file: what it is, what it takes, how it did. */
export function SearchTable({ points, plan, opened, names, onOpen }: SearchTableProps) {
  const { t, i18n } = useTranslation('compress');
  const [sort, setSort] = useState<{ key: SortKey; reversed: boolean }>({
    key: 'place',
    reversed: false,
  });
  const { rungEpochs, space } = plan;
  const number = new Intl.NumberFormat(i18n.language);
  const percent = (share: number | null) =>
    share === null ? '–' : `${(share * 100).toFixed(1)} %`;
  const heading = (key: SortKey) => (
    <Table.Th aria-sort={sort.key !== key ? 'none' : sort.reversed ? 'descending' : 'ascending'}>
      <UnstyledButton
        className={classes.sort}
        data-on={sort.key === key || undefined}
        onClick={() => setSort({ key, reversed: sort.key === key && !sort.reversed })}
      >
        {t(`point.${key}`)}
        <span aria-hidden>{sort.key !== key ? '' : sort.reversed ? ' ▴' : ' ▾'}</span>
      </UnstyledButton>
    </Table.Th>
  );
  return (
    <div className={classes.box}>
      <NumberTable
        fz="xs"
        verticalSpacing={4}
        horizontalSpacing={8}
        stickyHeader
        highlightOnHover
        data-testid="points"
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('point.network')}</Table.Th>
            {heading('place')}
            {heading('macroF1')}
            {heading('file')}
            {heading('macs')}
            <Table.Th>{t('point.arena')}</Table.Th>
            <Table.Th>{t('point.epochs')}</Table.Th>
            <Table.Th>{t('point.length')}</Table.Th>
            <Table.Th className={classes.words}>{t('point.channels')}</Table.Th>
            <Table.Th className={classes.words}>{t('point.recipe')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sortPoints(points, sort.key, sort.reversed).map((point) => {
            const { id, candidate, outcome, place, rung } = point;
            const { choice } = candidate;
            return (
              <Table.Tr key={id} data-on={opened.includes(id) || undefined} className={classes.row}>
                <Table.Th scope="row">
                  <UnstyledButton className={classes.open} onClick={() => onOpen(id)}>
                    <PresetIcon id={choice.preset} /> {names.preset(choice.preset)}{' '}
                    {names.width(choice.width)}
                  </UnstyledButton>
                </Table.Th>
                <Table.Td>{place}</Table.Td>
                <Table.Td>{percent(outcome.macroF1)}</Table.Td>
                <Table.Td>{number.format(outcome.cost.sizeBytes)} B</Table.Td>
                <Table.Td>{number.format(outcome.cost.macs)}</Table.Td>
                <Table.Td>{number.format(outcome.cost.arenaBytes)} B</Table.Td>
                <Table.Td>{rungEpochs[rung]}</Table.Td>
                <Table.Td>{names.length(choice.lengthMs)}</Table.Td>
                <Table.Td className={classes.words}>{names.channels(choice.channelNames)}</Table.Td>
                <Table.Td className={classes.words}>
                  {names.recipe(space.compressions[choice.compression]!)}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </NumberTable>
    </div>
  );
}
