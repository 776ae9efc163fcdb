import { Table, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { POSTURES, type PostureDay, type PostureKind } from '#core/apps/posture-monitor';

const COLOURS: Readonly<Record<PostureKind, string>> = {
  down: 'var(--gesture-4)',
  level: 'var(--gesture-2)',
  up: 'var(--gesture-5)',
  moving: 'var(--gesture-nothing)',
};
const HEIGHT = 220;
/** Hours shown on each side of the first and last with a reading, so that a bar is no wall. */
const AROUND = 2;

/** Minutes by hour and posture, with a table behind it. */
export default function PostureChart({ hours }: { readonly hours: PostureDay['hours'] }) {
  const { t } = useTranslation('apps');
  const known = Object.keys(hours).map(Number);
  if (known.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('posture.none')}
      </Text>
    );
  }
  const first = Math.max(0, Math.min(...known) - AROUND);
  const last = Math.min(23, Math.max(...known) + AROUND);
  const rows = Array.from({ length: last - first + 1 }, (_, index) => {
    const hour = first + index;
    const times = hours[hour];
    const minutesOf = (kind: PostureKind) => Math.round((times?.[kind] ?? 0) / 6000) / 10;
    return {
      hour: `${hour}:00`,
      down: minutesOf('down'),
      level: minutesOf('level'),
      up: minutesOf('up'),
      moving: minutesOf('moving'),
    };
  });
  return (
    <>
      <div aria-hidden style={{ height: HEIGHT }}>
        <ResponsiveContainer>
          <BarChart data={rows} margin={{ left: -18, right: 4, top: 4 }}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="hour" fontSize={12} stroke="var(--mantine-color-dimmed)" />
            <YAxis fontSize={12} stroke="var(--mantine-color-dimmed)" unit="′" />
            <Legend wrapperStyle={{ fontSize: 12 }} />
            {POSTURES.map((kind) => (
              <Bar
                key={kind}
                dataKey={kind}
                stackId="hour"
                name={t(`posture.kind.${kind}`)}
                fill={COLOURS[kind]}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <VisuallyHidden>
        <Table>
          <caption>{t('posture.table')}</caption>
          <thead>
            <tr>
              <th>{t('posture.hour')}</th>
              {POSTURES.map((kind) => (
                <th key={kind}>{t(`posture.kind.${kind}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.hour}>
                <th scope="row">{row.hour}</th>
                {POSTURES.map((kind) => (
                  <td key={kind}>{row[kind]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </VisuallyHidden>
    </>
  );
}
