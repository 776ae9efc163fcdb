import { Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompressedModel } from '#core/compress/compressed-model';
import { fitOnBoard, type MemoryNeed, modelNeeds } from '#core/firmware/board-fit';
import { BOARDS } from '#core/firmware/boards';
import { NumberTable } from '../parts/NumberTable';
import classes from './BoardFit.module.css';

/** Every board: whether the network fits, as plain C or with the interpreter, and about how fast it is. */
export function BoardFit({ compressed }: { readonly compressed: CompressedModel }) {
  const { t, i18n } = useTranslation('compress');
  const { graph, tflite } = compressed;
  const needs = useMemo(() => modelNeeds(graph, tflite.length), [graph, tflite]);
  const kib = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const ms = new Intl.NumberFormat(i18n.language, {
    minimumSignificantDigits: 2,
    maximumSignificantDigits: 2,
  });
  const need = ({ flashBytes, ramBytes }: MemoryNeed) =>
    t('boards.need', { flash: kib.format(flashBytes / 1024), ram: kib.format(ramBytes / 1024) });
  return (
    <Stack gap="sm">
      <NumberTable fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('boards.board')}</Table.Th>
            <Table.Th>{t('boards.memory')}</Table.Th>
            <Table.Th>
              {t('boards.c99')}
              <span className={classes.need}>{need(needs.c99)}</span>
            </Table.Th>
            <Table.Th>
              {t('boards.tflm')}
              <span className={classes.need}>{need(needs.tflm)}</span>
            </Table.Th>
            <Table.Th>{t('boards.time')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {BOARDS.map((board) => {
            const { c99Fits, tflmFits, inferenceMs } = fitOnBoard(needs, board);
            return (
              <Table.Tr key={board.id} data-testid={`board-${board.id}`}>
                <Table.Th scope="row">{board.name}</Table.Th>
                <Table.Td c="dimmed">
                  {kib.format(board.flashBytes / 1024)} + {kib.format(board.ramBytes / 1024)} KiB
                </Table.Td>
                <Table.Td>
                  <Fits fits={c99Fits} />
                </Table.Td>
                <Table.Td>
                  <Fits fits={tflmFits} />
                </Table.Td>
                <Table.Td>
                  {inferenceMs ? (
                    `${ms.format(inferenceMs.lowest)} – ${ms.format(inferenceMs.highest)} ms`
                  ) : (
                    <span title={t(`boards.unknown.${board.core}`)}>{t('boards.noFigure')}</span>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </NumberTable>
      <Text size="xs" c="dimmed">
        {t('boards.memoryNote')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('boards.timeNote')}
      </Text>
    </Stack>
  );
}

function Fits({ fits }: { readonly fits: boolean }) {
  const { t } = useTranslation('compress');
  const Icon = fits ? IconCheck : IconAlertTriangle;
  return (
    <span className={classes.fits} data-fits={fits}>
      <Icon size={16} aria-hidden /> {t(fits ? 'boards.fits' : 'boards.tooLarge')}
    </span>
  );
}
