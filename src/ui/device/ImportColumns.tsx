import { Alert, NativeSelect, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FILE_UNITS, type FileUnit, type TimeUnit } from '#core/dataset/channel-names';
import type { ColumnRole } from '#core/dataset/import-mapping';
import type { TableColumn } from '#core/dataset/motion-table';
import classes from './Import.module.css';
import { ImportTrace } from './ImportTrace';
import { type DraftAction, type ReadDraft, recordingOf } from './import-drafts';

const PREVIEW_ROWS = 5;
const KNOWN = ['acc', 'gyro', 'mag'].flatMap((kind) => ['X', 'Y', 'Z'].map((axis) => kind + axis));
const TIME_UNITS: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns'];
const UNITS_OF: Readonly<Record<string, readonly FileUnit[]>> = {
  acc: ['g', 'mg', 'm/s2', 'raw'],
  gyro: ['dps', 'mdps', 'rad/s', 'raw'],
  mag: ['uT', 'mT', 'gauss', 'mgauss', 'raw'],
};

/** What each column of a file is, above its first rows and a trace of what that makes of it. */
export function ImportColumns({
  draft,
  onChange,
}: {
  readonly draft: ReadDraft;
  onChange(action: DraftAction): void;
}) {
  const { t } = useTranslation('import');
  const { table, mapping, fileName, key } = draft;
  const recording = recordingOf(draft);
  const rows = Array.from({ length: Math.min(PREVIEW_ROWS, table.rowCount) }, (_, row) => row);
  const set = (column: number, role: ColumnRole) => onChange({ do: 'column', key, column, role });
  const { accelerationUnits: source, gravity } = mapping;
  return (
    <Stack gap="xs" component="section" aria-label={t('columnsOf', { name: fileName })}>
      <Text size="sm" fw={600}>
        {t('columnsOf', { name: fileName })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('columnsHelp')}
      </Text>
      {source !== 'file' && (
        <Alert
          color={source === 'gravity' ? 'petrol' : 'yellow'}
          variant="light"
          p="xs"
          icon={<IconInfoCircle size={18} aria-hidden />}
        >
          {t(`units.${source}`, { gravity: gravity?.toPrecision(4) ?? '–' })}
        </Alert>
      )}
      <div className={classes.scroll}>
        <table className={classes.columns}>
          <thead>
            <tr>
              {table.columns.map((column, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                <th key={at} scope="col">
                  <ColumnHead
                    name={column.name || t('column', { number: at + 1 })}
                    column={column}
                    role={mapping.columns[at]!}
                    onSet={(role) => set(at, role)}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                {table.columns.map(({ values, texts }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                  <td key={at} data-skipped={mapping.columns[at]!.role === 'skip' || undefined}>
                    {values ? values[row] : texts?.[row]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {recording && <ImportTrace signal={recording.signal} />}
    </Stack>
  );
}

interface ColumnHeadProps {
  readonly name: string;
  readonly column: TableColumn;
  readonly role: ColumnRole;
  onSet(role: ColumnRole): void;
}

function ColumnHead({ name, column, role, onSet }: ColumnHeadProps) {
  const { t } = useTranslation('import');
  const own = column.name.replace(/\s*[[(].*/, '') || name;
  const others = role.role === 'channel' && !KNOWN.includes(role.name) ? [role.name] : [own];
  const choices = column.values
    ? [
        { value: 'skip', label: t('role.skip') },
        { value: 'time', label: t('role.time') },
        ...[...KNOWN, ...others].map((one) => ({ value: `=${one}`, label: one })),
      ]
    : [
        { value: 'skip', label: t('role.skip') },
        { value: 'label', label: t('role.label') },
      ];
  const units = role.role === 'channel' ? unitsOf(role.name) : TIME_UNITS;
  return (
    <Stack gap={4}>
      <span>{name}</span>
      <NativeSelect
        size="xs"
        aria-label={t('roleOf', { name })}
        data={choices}
        value={role.role === 'channel' ? `=${role.name}` : role.role}
        onChange={(event) => onSet(roleNamed(event.currentTarget.value, role))}
      />
      {(role.role === 'channel' || role.role === 'time') && (
        <NativeSelect
          size="xs"
          aria-label={t('unitOf', { name })}
          data={[...units]}
          value={role.unit}
          onChange={(event) => onSet({ ...role, unit: event.currentTarget.value } as ColumnRole)}
        />
      )}
    </Stack>
  );
}

function roleNamed(value: string, before: ColumnRole): ColumnRole {
  if (value === 'skip' || value === 'label') return { role: value };
  if (value === 'time') return { role: 'time', unit: 'ms' };
  const name = value.slice(1);
  const units = unitsOf(name);
  const kept = before.role === 'channel' && units.includes(before.unit) ? before.unit : units[0]!;
  return { role: 'channel', name, unit: kept };
}

function unitsOf(name: string): readonly FileUnit[] {
  const known = KNOWN.includes(name) ? UNITS_OF[name.slice(0, -1)] : undefined;
  return (
    known ?? ['raw', ...(Object.keys(FILE_UNITS) as FileUnit[]).filter((one) => one !== 'raw')]
  );
}
