import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type SignalQuality, signalQuality } from '#core/motion/signal-quality';
import { leadOf } from '#studio/device-station';
import type { StreamHealth } from '#studio/stream-health';
import { useStudio } from '../parts/studio-context';
import classes from './QualityPanel.module.css';

const STRETCH_MS = 4000;
const REFRESH_MS = 500;
/** Off by more than this part, the rate is worth a word. */
const RATE_TOLERANCE = 0.05;
/** Radios deliver in clumps of up to this much; more is a link in trouble, ms. */
const CLUMP_MS = 30;
/** As the device's own clock times the frames, it takes a lot to hurt; a fitted clock suffers. */
const JITTER_LIMIT_MS = { device: 250, sequence: CLUMP_MS, host: CLUMP_MS };
const SILENT_MS = 1500;

interface Row {
  readonly name: string;
  readonly value: string;
  readonly words: string;
  readonly good: boolean;
}

/** How good the stream is, in numbers and in words. */
export function QualityPanel() {
  const { t, i18n } = useTranslation('record');
  const { device } = useStudio();
  const lead = useStore(device.store, leadOf);
  const quality = useSignalQuality();
  const { health, description } = lead ?? {};
  if (!health || !description || quality === undefined || health.frameCount === 0) {
    return <Text c="dimmed">{t('quality.waiting')}</Text>;
  }
  const { nominalRateHz: nominal, channels } = description;
  const number = (value: number, digits = 1) =>
    new Intl.NumberFormat(i18n.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  const asPromised = nominal === 0 || Math.abs(health.rateHz - nominal) <= nominal * RATE_TOLERANCE;
  const clumped = health.jitterMs > CLUMP_MS;
  const steady = health.jitterMs <= JITTER_LIMIT_MS[description.clock];
  const limitsKnown = channels.some(({ fullScale }) => fullScale !== undefined);
  const clipped = quality.clipped.map(({ channel }) => channel.name).join(', ');

  const rows: Row[] = [
    {
      name: t('quality.rate'),
      value: `${number(health.rateHz)} Hz`,
      words:
        nominal === 0
          ? t('quality.rateUnknown')
          : asPromised
            ? t('quality.rateGood')
            : t('quality.rateOff', { nominal: number(nominal, 0) }),
      good: asPromised,
    },
    {
      name: t('quality.jitter'),
      value: `${number(health.jitterMs)} ms`,
      words: t(
        steady
          ? clumped
            ? 'quality.jitterClumped'
            : 'quality.jitterGood'
          : 'quality.jitterUneven',
      ),
      good: steady,
    },
    {
      name: t('quality.gaps'),
      value: number(health.gapCount, 0),
      words:
        health.gapCount === 0
          ? t('quality.gapsNone')
          : t('quality.gaps', { count: health.gapCount }),
      good: health.gapCount === 0,
    },
    {
      name: t('quality.loss'),
      value: `${number(health.lossShare * 100)} %`,
      words:
        health.lostCount === 0
          ? t('quality.lossNone')
          : t('quality.lossSome', { count: health.lostCount }),
      good: health.lossShare < 0.01,
    },
    {
      name: t('quality.range'),
      value: '',
      words:
        clipped !== ''
          ? t('quality.rangeClipped', { channels: clipped })
          : t(limitsKnown ? 'quality.rangeGood' : 'quality.rangeUnknown'),
      good: clipped === '',
    },
    motionRow(health),
  ];

  function motionRow({ lastFrameAgoMs }: StreamHealth): Row {
    const name = t('quality.motion');
    if (lastFrameAgoMs > SILENT_MS) {
      const seconds = number(lastFrameAgoMs / 1000, 0);
      return { name, value: '', words: t('quality.silent', { seconds }), good: false };
    }
    const words = { moving: 'Good', resting: 'Resting', frozen: 'Frozen' } as const;
    const motion = quality?.motion ?? 'moving';
    const key = `quality.motion${words[motion]}`;
    return { name, value: '', words: t(key), good: motion === 'moving' };
  }

  return (
    <dl className={classes.rows}>
      {rows.map(({ name, value, words, good }) => (
        <div key={name} className={classes.row} data-good={good}>
          {good ? <IconCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
          <dt>{name}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd className={classes.words}>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

function useSignalQuality(): SignalQuality | undefined {
  const { frames } = useStudio();
  const [quality, setQuality] = useState<SignalQuality>();
  useEffect(() => {
    const look = () => {
      const { ring, description } = frames;
      setQuality(ring && description && signalQuality(ring, description.channels, STRETCH_MS));
    };
    look();
    const timer = setInterval(look, REFRESH_MS);
    return () => clearInterval(timer);
  }, [frames]);
  return quality;
}
