import { Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ArenaBuffer, ArenaPlan } from '#core/firmware/arena/arena-plan';
import classes from './ArenaPicture.module.css';

export interface ArenaPictureProps {
  readonly plan: ArenaPlan;
  /** Name of each operator, in order of execution. */
  readonly operators: readonly string[];
}

/** Units of the drawing; it is stretched to the width there is. */
const COLUMN = 60;
const HEIGHT = 240;
/** A buffer lower than this has no room for its name. */
const LEAST_NAMED = 16;

/** What lies where in the tensor arena while each operator runs, and what lies there throughout. */
export function ArenaPicture({ plan, operators }: ArenaPictureProps) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  const bytes = (count: number) => `${number.format(count)} B`;
  /** By place: several operators have the same name. */
  const columns = operators.map((name, place) => ({ name, place }));
  const width = operators.length * COLUMN;
  const perByte = HEIGHT / Math.max(1, plan.headBytes);
  const spoken = (buffer: ArenaBuffer) =>
    t('arena.buffer', {
      name: buffer.name,
      bytes: bytes(buffer.sizeBytes),
      offset: bytes(buffer.offset),
      first: operators[buffer.firstOperator],
      last: operators[buffer.lastOperator],
    });
  return (
    <Stack gap="sm">
      <div className={classes.scroll}>
        <div className={classes.drawing} style={{ minWidth: operators.length * 44 }}>
          <span className={classes.top}>{bytes(plan.headBytes)}</span>
          <svg
            viewBox={`0 0 ${width} ${HEIGHT}`}
            preserveAspectRatio="none"
            className={classes.plan}
            role="img"
            aria-label={t('arena.picture')}
          >
            {columns.map(({ place }) => (
              <line
                key={place}
                x1={place * COLUMN}
                x2={place * COLUMN}
                y1={0}
                y2={HEIGHT}
                className={classes.rule}
              />
            ))}
            {plan.buffers.map((buffer) => (
              <rect
                key={`${buffer.kind} ${buffer.id} ${buffer.name}`}
                className={classes.buffer}
                data-kind={buffer.kind}
                x={buffer.firstOperator * COLUMN + 1}
                width={(buffer.lastOperator - buffer.firstOperator + 1) * COLUMN - 2}
                y={HEIGHT - (buffer.offset + buffer.sizeBytes) * perByte}
                height={buffer.sizeBytes * perByte}
              >
                <title>{spoken(buffer)}</title>
              </rect>
            ))}
          </svg>
          <div className={classes.names} aria-hidden>
            {plan.buffers
              .filter(({ sizeBytes }) => sizeBytes * perByte >= LEAST_NAMED)
              .map((buffer) => (
                <span
                  key={`${buffer.kind} ${buffer.id} ${buffer.name}`}
                  className={classes.name}
                  data-kind={buffer.kind}
                  style={{
                    left: `${(buffer.firstOperator / operators.length) * 100}%`,
                    width: `${((buffer.lastOperator - buffer.firstOperator + 1) / operators.length) * 100}%`,
                    bottom: buffer.offset * perByte,
                    height: buffer.sizeBytes * perByte,
                  }}
                >
                  {buffer.name} · {number.format(buffer.sizeBytes)}
                </span>
              ))}
          </div>
          <div className={classes.operators}>
            {columns.map(({ name, place }) => (
              <span key={place}>{name}</span>
            ))}
          </div>
        </div>
      </div>
      <VisuallyHidden component="ul">
        {plan.buffers.map((buffer) => (
          <li key={`${buffer.kind} ${buffer.id} ${buffer.name}`}>{spoken(buffer)}</li>
        ))}
      </VisuallyHidden>
      <ul className={classes.legend}>
        <li data-kind="value">{t('arena.values')}</li>
        <li data-kind="scratch">{t('arena.scratch')}</li>
      </ul>
      <Table fz="sm" verticalSpacing={4} className={classes.table}>
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="row">{t('arena.head')}</Table.Th>
            <Table.Td>{bytes(plan.headBytes)}</Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('arena.persistent')}</Table.Th>
            <Table.Td>{bytes(plan.persistentBytes)}</Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('arena.total')}</Table.Th>
            <Table.Td data-testid="arena-total">{bytes(plan.totalBytes)}</Table.Td>
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('arena.needed')}</Table.Th>
            <Table.Td>{bytes(plan.neededBytes)}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed">
        {t('arena.note')}
      </Text>
    </Stack>
  );
}
