import { NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { CompressedModel } from '#core/compress/compressed-model';
import { BOARDS, interpreterBytes } from '#core/firmware/boards';
import type { ExportedModel } from '#core/firmware/exported-model';
import { Figure } from '../parts/Figure';
import { MemoryBar } from './MemoryBar';

export interface BoardFiguresProps {
  readonly compressed: CompressedModel;
  readonly model: ExportedModel;
}

/** What the model asks of a board; only the file's size is exact. */
export function BoardFigures({ compressed, model }: BoardFiguresProps) {
  const { t, i18n } = useTranslation('export');
  const [boardId, setBoardId] = useLocalStorage({
    key: 'nodlab.board',
    defaultValue: BOARDS[0]!.id,
  });
  const board = BOARDS.find(({ id }) => id === boardId) ?? BOARDS[0]!;
  const number = new Intl.NumberFormat(i18n.language);
  const { cost, sha256 } = compressed;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure label={t('board.flash')} value={number.format(cost.sizeBytes)} unit="B" />
        <Figure
          label={t('board.arena')}
          value={number.format(cost.arenaBytes)}
          unit="B"
          hint={t('board.estimate')}
        />
        <Figure label={t('board.macs')} value={number.format(cost.macs)} />
      </SimpleGrid>
      <NativeSelect
        label={t('board.choose')}
        value={board.id}
        data={BOARDS.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => setBoardId(event.currentTarget.value)}
        maw={360}
      />
      <MemoryBar
        label={t('board.flashBar')}
        totalBytes={board.flashBytes}
        parts={[
          { label: t('board.model'), bytes: cost.sizeBytes },
          { label: t('board.interpreter'), bytes: interpreterBytes(model.operators.length) },
        ]}
      />
      <MemoryBar
        label={t('board.ramBar')}
        totalBytes={board.ramBytes}
        parts={[{ label: t('board.arenaPart'), bytes: cost.arenaBytes }]}
      />
      <Text size="xs" c="dimmed">
        {t('board.interpreterNote')}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        SHA-256 {sha256}
      </Text>
    </Stack>
  );
}
