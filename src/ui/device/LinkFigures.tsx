import { useTranslation } from 'react-i18next';
import type { LinkView } from '#studio/device-station';
import { Figure } from '../parts/Figure';
import classes from './LinkPanel.module.css';

/** Rate, loss, jitter and clock of a stream as figures, each with what it stands on. */
export function LinkFigures({ link }: { readonly link: LinkView }) {
  const { t, i18n } = useTranslation('device');
  const { health, description, battery, signalDbm } = link;
  if (health === undefined || description === undefined) return null;
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(i18n.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  const { clock, nominalRateHz } = description;
  const skewPpm = health.clockSkewPpm;
  const lossHint =
    health.lostCount > 0
      ? t('stream.lossHint', { count: health.lostCount, gaps: number(health.gapCount, 0) })
      : t(clock === 'host' ? 'stream.lossByArrival' : 'stream.lossNone');

  return (
    <div className={classes.figures}>
      <Figure
        label={t('stream.rate')}
        value={number(health.rateHz, 1)}
        unit="Hz"
        testId="rate"
        hint={
          nominalRateHz > 0 && clock === 'device'
            ? t('stream.rateHint', { rate: number(nominalRateHz, 0) })
            : undefined
        }
      />
      <Figure
        label={t('stream.loss')}
        value={number(health.lossShare * 100, 1)}
        unit="%"
        testId="loss"
        hint={lossHint}
      />
      <Figure
        label={t('stream.jitter')}
        value={number(health.jitterMs, 0)}
        unit="ms"
        hint={t('stream.jitterHint')}
      />
      <Figure
        label={t('stream.clock')}
        value={
          clock === 'device'
            ? skewPpm === undefined
              ? '–'
              : number(skewPpm, 0)
            : t('stream.fitted')
        }
        unit={clock === 'device' && skewPpm !== undefined ? 'ppm' : undefined}
        testId="clock"
        hint={t(`stream.clockHint.${clock}`)}
      />
      <Figure
        label={t('stream.frames')}
        value={number(health.frameCount, 0)}
        hint={
          health.skippedCount > 0 ? t('stream.skipped', { count: health.skippedCount }) : undefined
        }
      />
      {battery !== undefined && (
        <Figure label={t('stream.battery')} value={battery} unit="%" testId="battery" />
      )}
      {signalDbm !== undefined && (
        <Figure label={t('stream.signal')} value={number(signalDbm, 0)} unit="dBm" />
      )}
    </div>
  );
}
