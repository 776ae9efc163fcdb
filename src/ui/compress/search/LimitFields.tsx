import { NativeSelect, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BOARDS } from '#core/firmware/boards';
import type { LimitName, TuningLimits } from '#core/tuner/tuning';
import { boardLimits } from './board-limits';

const FIELDS: readonly LimitName[] = ['flashBytes', 'ramBytes', 'macs'];

export interface LimitFieldsProps {
  readonly limits: TuningLimits;
  readonly disabled: boolean;
  onChange(limits: TuningLimits): void;
}

/** A board to fit, or what the model may take at most, by hand. */
export function LimitFields({ limits, disabled, onChange }: LimitFieldsProps) {
  const { t } = useTranslation('compress');
  const [boardId, setBoardId] = useState('');
  const choose = (id: string) => {
    setBoardId(id);
    const board = BOARDS.find((one) => one.id === id);
    onChange(board ? boardLimits(board) : {});
  };
  const set = (name: LimitName, value: number | string) => {
    const { [name]: _, ...others } = limits;
    setBoardId(BY_HAND);
    onChange(typeof value === 'number' && value > 0 ? { ...others, [name]: value } : others);
  };
  return (
    <Stack gap="xs">
      <NativeSelect
        label={t('limits.board')}
        size="xs"
        value={boardId}
        disabled={disabled}
        data={[
          { value: '', label: t('limits.none') },
          ...BOARDS.map(({ id, name }) => ({ value: id, label: name })),
          ...(boardId === BY_HAND ? [{ value: BY_HAND, label: t('limits.byHand') }] : []),
        ]}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <SimpleGrid cols={3} spacing="xs">
        {FIELDS.map((name) => (
          <NumberInput
            key={name}
            label={t(`limits.${name}`)}
            size="xs"
            min={0}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            thousandSeparator=" "
            placeholder={t('limits.any')}
            disabled={disabled}
            value={limits[name] ?? ''}
            {...(name === 'macs' ? {} : { suffix: ' B' })}
            onChange={(value) => set(name, value)}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {t('limits.what')}
      </Text>
    </Stack>
  );
}

/** In place of a board's id. */
const BY_HAND = 'by-hand';
