import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { IconInfoCircle, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeviceState } from '#studio/device-store';
import { Figure } from '../parts/Figure';
import { LiveTrace } from '../parts/LiveTrace';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import classes from './StreamPanel.module.css';

const SILENT_MS = 1500;
const TRACE_HEIGHT = 220;
const UNITS: Readonly<Record<string, string>> = { g: 'g', dps: '°/s', uT: 'µT' };

/** What the connected device says of itself and how well its stream comes. */
export function StreamPanel({ state }: { state: Extract<DeviceState, { phase: 'connected' }> }) {
  const { t, i18n } = useTranslation('device');
  const { device } = useStudio();
  const { name, description, health, battery, kind } = state;
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(i18n.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  const fitted = description.clock === 'host';

  return (
    <Section
      title={name}
      actions={
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlugConnectedX size={16} aria-hidden />}
          onClick={() => void device.disconnect()}
        >
          {t('disconnect')}
        </Button>
      }
    >
      <div className={classes.figures}>
        <Figure
          label={t('stream.rate')}
          value={number(health.rateHz, 1)}
          unit="Hz"
          testId="rate"
          hint={
            fitted
              ? t('stream.rateFitted')
              : description.nominalRateHz > 0
                ? t('stream.rateHint', { rate: number(description.nominalRateHz, 0) })
                : undefined
          }
        />
        <Figure
          label={t('stream.loss')}
          value={fitted ? '–' : number(health.lossShare * 100, 1)}
          unit={fitted ? undefined : '%'}
          testId="loss"
          hint={lossHint()}
        />
        <Figure
          label={t('stream.jitter')}
          value={number(health.jitterMs, 0)}
          unit="ms"
          hint={t('stream.jitterHint')}
        />
        <Figure
          label={t('stream.frames')}
          value={number(health.frameCount, 0)}
          hint={
            health.skippedCount > 0
              ? t('stream.skipped', { count: health.skippedCount })
              : undefined
          }
        />
        {battery !== undefined && (
          <Figure label={t('stream.battery')} value={battery} unit="%" testId="battery" />
        )}
      </div>
      {health.lastFrameAgoMs > SILENT_MS && (
        <Alert color="yellow" variant="light" mt="md" role="status">
          {t('stream.silent', { seconds: number(health.lastFrameAgoMs / 1000, 0) })}
        </Alert>
      )}
      <div className={classes.trace}>
        <LiveTrace seconds={6} height={TRACE_HEIGHT} />
      </div>
      <Group gap={6} role="list" aria-label={t('stream.channels')}>
        {description.channels.map((channel) => (
          <Badge key={channel.name} role="listitem" variant="default" tt="none" fw={500}>
            {channel.name} · {UNITS[channel.unit] ?? t('stream.raw')}
          </Badge>
        ))}
      </Group>
      {kind === 'web-serial' && (
        <Text size="sm" c="dimmed" mt="xs" className={classes.guess}>
          <IconInfoCircle size={16} aria-hidden />
          {t('stream.guessed')}
        </Text>
      )}
    </Section>
  );

  function lossHint(): string {
    if (fitted) return t('stream.lossUnseen');
    if (health.lostCount === 0) return t('stream.lossNone');
    return t('stream.lossHint', { count: health.lostCount, gaps: number(health.gapCount, 0) });
  }
}
