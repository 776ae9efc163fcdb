import { ActionIcon, NativeSelect, NumberInput, Table, Text, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import type { LabelStation } from '#studio/label-station';
import { GestureDot } from '../parts/GestureDot';
import classes from './SpanTable.module.css';

export interface SpanTableProps {
  readonly label: LabelStation;
  readonly spans: readonly LabelSpan[];
  readonly gestures: readonly Gesture[];
  readonly selectedId: string | undefined;
}

/** The labels as a table: the timeline in numbers, for who would rather read or type. */
export function SpanTable({ label, spans, gestures, selectedId }: SpanTableProps) {
  const { t } = useTranslation('label');
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button */}
      <summary
        onClick={(event) => {
          // Enter is for the next movement again, unless this was reached by keyboard.
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        {t('table.title', { count: spans.length })}
      </summary>
      {isOpen && spans.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('table.empty')}
        </Text>
      )}
      {isOpen && spans.length > 0 && (
        <div className={classes.scroll}>
          <Table stickyHeader verticalSpacing={3} className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('table.gesture')}</Table.Th>
                <Table.Th scope="col">{t('table.start')}</Table.Th>
                <Table.Th scope="col">{t('table.end')}</Table.Th>
                <Table.Th scope="col">{t('table.length')}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {spans.map((span) => (
                <SpanRow
                  key={span.id}
                  span={span}
                  label={label}
                  gestures={gestures}
                  selected={span.id === selectedId}
                />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </details>
  );
}

interface SpanRowProps {
  readonly span: LabelSpan;
  readonly label: LabelStation;
  readonly gestures: readonly Gesture[];
  readonly selected: boolean;
}

/** An edit changes one of perhaps hundreds. */
const SpanRow = memo(function SpanRow({ span, label, gestures, selected }: SpanRowProps) {
  const { t } = useTranslation('label');
  const { id, startMs, endMs, gestureId } = span;
  const gesture = gestures.find((one) => one.id === gestureId);
  const seconds = (name: string, valueMs: number, place: (ms: number) => void) => (
    <NumberInput
      // A new key forgets what was typed once the value is another.
      key={valueMs}
      aria-label={name}
      size="xs"
      defaultValue={(valueMs / 1000).toFixed(2)}
      min={0}
      step={0.05}
      decimalScale={2}
      fixedDecimalScale
      suffix=" s"
      onBlur={(event) => {
        const typed = Number.parseFloat(event.currentTarget.value);
        // What was only shown is rounded, and leaving the field must not round the label.
        if (Number.isFinite(typed) && typed.toFixed(2) !== (valueMs / 1000).toFixed(2)) {
          place(typed * 1000);
        }
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
  return (
    <Table.Tr
      aria-current={selected || undefined}
      data-selected={selected || undefined}
      onFocus={() => label.select(id)}
    >
      <Table.Td>
        <NativeSelect
          size="xs"
          aria-label={t('table.gesture')}
          leftSection={<GestureDot gesture={gesture} />}
          data={gestures.map((one) => ({ value: one.id, label: one.name }))}
          value={gestureId}
          onChange={(event) => label.relabel(id, event.currentTarget.value)}
        />
      </Table.Td>
      <Table.Td>{seconds(t('table.start'), startMs, (ms) => label.place(id, ms, endMs))}</Table.Td>
      <Table.Td>{seconds(t('table.end'), endMs, (ms) => label.place(id, startMs, ms))}</Table.Td>
      <Table.Td className={classes.number}>{((endMs - startMs) / 1000).toFixed(2)} s</Table.Td>
      <Table.Td>
        <Tooltip label={t('tools.remove')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('tools.remove')}
            onClick={() => label.remove(id)}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
});
