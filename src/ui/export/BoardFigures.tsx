import { NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { BOARDS, interpreterBytes } from '#core/firmware/boards';
import type { FirmwareKind } from '#core/firmware/bundle';
import { generateC99 } from '#core/firmware/c99/generate-c99';
import type { ExportedModel } from '#core/firmware/exported-model';
import { Figure } from '../parts/Figure';
import { MemoryBar, type MemoryPart } from './MemoryBar';

export interface BoardFiguresProps {
  readonly model: ExportedModel;
  readonly target: FirmwareKind;
}

/** What the model asks of a board, with the interpreter or without. */
export function BoardFigures({ model, target }: BoardFiguresProps) {
  const { t, i18n } = useTranslation('export');
  const [boardId, setBoardId] = useLocalStorage({
    key: 'nodlab.board',
    defaultValue: BOARDS[0]!.id,
  });
  const board = BOARDS.find(({ id }) => id === boardId) ?? BOARDS[0]!;
  const number = new Intl.NumberFormat(i18n.language);
  const { cost, sha256 } = model;
  const { flash, ram } = memoryOf(model, target, t);
  const own = target === 'c99';
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure
          label={own ? t('board.constants') : t('board.flash')}
          value={number.format(flash[0]!.bytes)}
          unit="B"
        />
        <Figure
          label={own ? t('board.buffers') : t('board.arena')}
          value={number.format(ram[0]!.bytes)}
          unit="B"
          hint={own ? undefined : t('board.planned')}
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
      <MemoryBar label={t('board.flashBar')} totalBytes={board.flashBytes} parts={flash} />
      <MemoryBar label={t('board.ramBar')} totalBytes={board.ramBytes} parts={ram} />
      <Text size="xs" c="dimmed">
        {t(target === 'c99' ? 'board.c99Note' : 'board.interpreterNote')}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        SHA-256 {sha256}
      </Text>
    </Stack>
  );
}

function memoryOf(
  model: ExportedModel,
  target: FirmwareKind,
  t: (key: string) => string,
): { readonly flash: readonly MemoryPart[]; readonly ram: readonly MemoryPart[] } {
  const { cost } = model;
  if (target === 'c99') {
    const { constBytes, ramBytes } = generateC99(model.graph);
    return {
      flash: [{ label: t('board.constants'), bytes: constBytes }],
      ram: [{ label: t('board.buffers'), bytes: ramBytes }],
    };
  }
  return {
    flash: [
      { label: t('board.model'), bytes: cost.sizeBytes },
      { label: t('board.interpreter'), bytes: interpreterBytes(model.operators.length) },
    ],
    ram: [{ label: t('board.arenaPart'), bytes: cost.arenaBytes }],
  };
}
