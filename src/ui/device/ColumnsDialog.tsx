import {
  Button,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FILE_UNITS, type FileUnit } from '#core/dataset/channel-names';
import type { Column, ColumnMapping } from '#core/motion/columns';
import type { LinkView } from '#studio/device-station';
import { useStudio } from '../parts/studio-context';
import classes from './ColumnsDialog.module.css';
import {
  accelerationOf,
  CLOCK_ROLES,
  KNOWN_CHANNELS,
  named,
  problemOf,
  unitOfColumn,
  unitsFor,
} from './columns-draft';

const REFRESH_MS = 200;
/** Acceleration at rest may be this far from 1 g, g. */
const GRAVITY_TOLERANCE = 0.1;
const UNIT_TEXT: Readonly<Partial<Record<FileUnit, string>>> = {
  'm/s2': 'm/s²',
  dps: '°/s',
  mdps: 'm°/s',
  uT: 'µT',
};

export interface ColumnsDialogProps {
  readonly link: LinkView;
  readonly mapping: ColumnMapping;
  onClose(): void;
}

/** What each column of a stream of numbers is, beside its live value. */
export function ColumnsDialog({ link, mapping, onClose }: ColumnsDialogProps) {
  const { t, i18n } = useTranslation('device');
  const { device } = useStudio();
  const [draft, setDraft] = useState(mapping);
  const rows = useRows(link.id);
  const narrow = useMediaQuery('(max-width: 48em)', false);
  const problem = problemOf(draft);
  const gravity = accelerationOf(draft, rows);
  const newest = rows.at(-1);
  const number = (value: number) =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 4 }).format(value);
  const set = (at: number, column: Column) =>
    setDraft({
      ...draft,
      columns: draft.columns.map((one, index) => (index === at ? column : one)),
    });

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('columns.title')}
      size="48rem"
      fullScreen={narrow}
      closeButtonProps={{ 'aria-label': t('columns.cancel') }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('columns.lead')}
        </Text>
        <div className={classes.scroll}>
          <table className={classes.columns}>
            <thead>
              <tr>
                <th scope="col" />
                <th scope="col" className={classes.value}>
                  {t('columns.value')}
                </th>
                <th scope="col">{t('columns.meaning')}</th>
                <th scope="col">{t('columns.unit')}</th>
              </tr>
            </thead>
            <tbody>
              {draft.columns.map((column, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                <tr key={at} data-skipped={isSkipped(column) || undefined}>
                  <th scope="row">{t('columns.column', { number: at + 1 })}</th>
                  <td className={classes.value}>
                    {newest?.[at] === undefined ? '–' : number(newest[at])}
                  </td>
                  <td>
                    <Meaning column={column} number={at + 1} onSet={(next) => set(at, next)} />
                  </td>
                  <td>
                    <UnitChoice column={column} number={at + 1} onSet={(next) => set(at, next)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Text size="sm" role="status" className={classes.gravity}>
          {gravity === undefined
            ? t('columns.noAcceleration')
            : t(
                Math.abs(gravity - 1) <= GRAVITY_TOLERANCE
                  ? 'columns.gravityGood'
                  : 'columns.gravityOff',
                { value: gravity.toFixed(2) },
              )}
        </Text>
        <Group justify="flex-end">
          <Text size="sm" c={problem ? 'red' : 'dimmed'} mr="auto">
            {t(problem ? `columns.${problem}` : 'columns.remembered')}
          </Text>
          <Button variant="default" onClick={onClose}>
            {t('columns.cancel')}
          </Button>
          <Button
            disabled={problem !== undefined}
            onClick={() => {
              device.setColumns(link.id, { ...draft, confirmed: true });
              onClose();
            }}
          >
            {t('columns.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface ChoiceProps {
  readonly column: Column;
  readonly number: number;
  onSet(column: Column): void;
}

function Meaning({ column, number, onSet }: ChoiceProps) {
  const { t } = useTranslation('device');
  const { name, role } = column;
  const own = role === 'value' && name !== '' && !KNOWN_CHANNELS.includes(name);
  const value = role !== 'value' ? role : name === '' ? 'skip' : own ? 'other' : name;
  const choices = [
    { value: 'skip', label: t('columns.role.skip') },
    ...KNOWN_CHANNELS.map((one) => ({ value: one, label: one })),
    { value: 'other', label: t('columns.role.other') },
    ...CLOCK_ROLES.map((one) => ({ value: one, label: t(`columns.role.${one}`) })),
  ];
  const choose = (chosen: string) => {
    const clock = CLOCK_ROLES.find((one) => one === chosen);
    if (clock) return onSet({ ...column, role: clock });
    if (chosen === 'skip') return onSet({ ...column, role: 'value', name: '' });
    onSet(named(column, chosen === 'other' ? `ch${number}` : chosen));
  };
  return (
    <Group gap={6} wrap="nowrap">
      <NativeSelect
        size="xs"
        aria-label={t('columns.meaningOf', { number })}
        data={choices}
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {own && (
        <TextInput
          size="xs"
          w="6rem"
          maxLength={24}
          aria-label={t('columns.nameOf', { number })}
          value={name}
          onChange={(event) => onSet({ ...column, name: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}

function UnitChoice({ column, number, onSet }: ChoiceProps) {
  const { t } = useTranslation('device');
  if (isSkipped(column) || column.role !== 'value') return null;
  const units = unitsFor(column.name);
  const known = unitOfColumn(column);
  const choices = [
    ...units.map((one) => ({ value: one, label: UNIT_TEXT[one] ?? one })),
    { value: 'own', label: t('columns.units.other') },
  ];
  return (
    <Group gap={6} wrap="nowrap">
      <NativeSelect
        size="xs"
        aria-label={t('columns.unitOf', { number })}
        data={choices}
        value={known ?? 'own'}
        onChange={(event) => {
          const unit = event.currentTarget.value;
          // A factor of one's own begins beside the one there was.
          if (unit === 'own') onSet({ ...column, factor: column.factor * 0.5 });
          else onSet({ ...column, ...FILE_UNITS[unit as FileUnit] });
        }}
      />
      {known === undefined && (
        <NumberInput
          size="xs"
          w="7rem"
          hideControls
          decimalScale={9}
          aria-label={t('columns.factorOf', { number })}
          value={column.factor}
          onChange={(value) => {
            const factor = Number(value);
            if (Number.isFinite(factor) && factor !== 0) onSet({ ...column, factor });
          }}
        />
      )}
    </Group>
  );
}

function isSkipped({ role, name }: Column): boolean {
  return role === 'value' && name === '';
}

/** The newest rows of a device, read again a few times a second. */
function useRows(linkId: string): readonly (readonly number[])[] {
  const { device } = useStudio();
  const [rows, setRows] = useState(() => device.rowsOf(linkId));
  useEffect(() => {
    const timer = setInterval(() => setRows([...device.rowsOf(linkId)]), REFRESH_MS);
    return () => clearInterval(timer);
  }, [device, linkId]);
  return rows;
}
