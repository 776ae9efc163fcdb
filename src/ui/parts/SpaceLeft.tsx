import { Button, Progress, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RecordedStream, recordableMs } from '#core/dataset/recording-room';
import classes from './SpaceLeft.module.css';
import { useStudio } from './studio-context';

/** The browser's estimate is asked for this often, ms. */
const REFRESH_MS = 10_000;
const HOUR_MS = 3_600_000;
const SHORT_MS = 600_000;
/** Above this nobody counts any more. */
const MANY_HOURS = 1000;

interface Space {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly persistent: boolean;
}

/** How much of the browser's storage is taken, and how much recording still fits; an estimate. */
export function SpaceLeft({ streams }: { streams: readonly RecordedStream[] }) {
  const { t, i18n } = useTranslation('common');
  const { platform } = useStudio();
  const [space, setSpace] = useState<Space>();
  const [refused, setRefused] = useState(false);

  useEffect(() => {
    let gone = false;
    const read = async () => {
      if (document.visibilityState !== 'visible') return;
      const [estimate, persistent] = await Promise.all([
        platform.storageEstimate(),
        platform.isPersistent(),
      ]);
      if (!gone) setSpace(estimate && { ...estimate, persistent });
    };
    void read();
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [platform]);

  if (!space || space.quotaBytes <= 0) return null;
  const { usedBytes, quotaBytes, persistent } = space;
  const leftMs = recordableMs(quotaBytes - usedBytes, streams);
  const short = leftMs < SHORT_MS;
  const number = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 2 });
  const bytes = (value: number) => {
    const giga = value >= 1e9;
    return `${number.format(value / (giga ? 1e9 : 1e6))} ${giga ? 'GB' : 'MB'}`;
  };
  const hours = leftMs / HOUR_MS;
  const time =
    hours >= MANY_HOURS
      ? t('space.many')
      : hours >= 2
        ? t('space.hours', { count: Math.floor(hours), number: number.format(hours) })
        : t('space.minutes', { count: Math.floor(leftMs / 60_000) });
  const what = streams.map(({ channelCount, rateHz }) =>
    t('space.stream', { channels: channelCount, rate: Math.round(rateHz) }),
  );
  const text = t('space.used', { used: bytes(usedBytes), all: bytes(quotaBytes) });
  return (
    <div className={classes.space} data-testid="space-left">
      <Progress
        size="sm"
        value={(usedBytes / quotaBytes) * 100}
        {...(short && { color: 'orange' })}
        aria-label={text}
      />
      <Text size="sm" c="dimmed">
        {text} {t('space.left', { time, what: what.join(' + ') })}
      </Text>
      {short && (
        <Text size="sm" fw={550} role="alert" className={classes.short}>
          {t('space.short')}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t(persistent ? 'space.kept' : refused ? 'space.refused' : 'space.notKept')}{' '}
        {!persistent && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={async () => {
              const granted = await platform.askPersistence();
              setRefused(!granted);
              setSpace({ ...space, persistent: granted });
            }}
          >
            {t('space.ask')}
          </Button>
        )}
      </Text>
    </div>
  );
}
