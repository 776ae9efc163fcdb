import { ActionIcon, Button, Loader } from '@mantine/core';
import {
  IconBattery2,
  IconChevronDown,
  IconChevronUp,
  IconPlayerRecordFilled,
  IconPlayerStopFilled,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { isStreaming, type LinkView, leadOf } from '#studio/device-station';
import { isRecording, type RunProgress } from '#studio/record-station';
import { Hint } from '../parts/Hint';
import { LiveTrace, type LiveTraceProps } from '../parts/LiveTrace';
import { useStudio } from '../parts/studio-context';
import classes from './Dock.module.css';

export interface DockProps {
  readonly isOpen: boolean;
  onToggle(): void;
}

/** The live signal at the bottom of every page, with how well it comes. */
export function Dock({ isOpen, onToggle }: DockProps) {
  const { t } = useTranslation('common');
  const studio = useStudio();
  const device = useStore(studio.device.store, leadOf);
  const trying = useStore(studio.device.store, ({ links }) =>
    links.some(({ state }) => state.phase === 'choosing' || state.phase === 'connecting'),
  );
  const [, navigate] = useLocation();
  const label = t(isOpen ? 'dock.hide' : 'dock.show');

  if (device === undefined) {
    return (
      <section className={classes.dock} aria-label={t('dock.label')}>
        <div className={classes.bar}>
          {trying ? (
            <span className={classes.quiet} role="status">
              <Loader size={14} aria-hidden /> {t('dock.connecting')}
            </span>
          ) : (
            <span className={`${classes.quiet} ${classes.none}`}>{t('dock.none')}</span>
          )}
          <div className={classes.actions}>
            {trying ? (
              <Button size="compact-sm" variant="subtle" onClick={() => studio.device.cancel()}>
                {t('cancel')}
              </Button>
            ) : (
              <>
                <Button size="compact-sm" variant="subtle" onClick={() => navigate('/device')}>
                  {t('dock.connect')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => void studio.device.connect('simulator')}
                >
                  {t('dock.simulator')}
                </Button>
              </>
            )}
          </div>
        </div>
      </section>
    );
  }

  return (
    <section className={classes.dock} aria-label={t('dock.label')}>
      <div className={classes.bar}>
        <Hint side="top" label={`${label} · Alt T`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={label}
            aria-expanded={isOpen}
            onClick={onToggle}
          >
            {isOpen ? <IconChevronDown size={18} /> : <IconChevronUp size={18} />}
          </ActionIcon>
        </Hint>
        <Figures device={device} />
        <div className={classes.actions}>
          {device.kind === 'simulator' && isStreaming(device) && <SimulatedMoves />}
          <RecordButton />
          <Hint side="top" label={t('dock.disconnect')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('dock.disconnect')}
              onClick={() => void studio.device.disconnect()}
            >
              <IconPlugConnectedX size={18} stroke={1.6} />
            </ActionIcon>
          </Hint>
        </div>
      </div>
      {isOpen && <LiveTrace seconds={10} height={TRACE_HEIGHT} {...glance(device)} />}
    </section>
  );
}

const TRACE_HEIGHT = 132;
const TROUBLES = ['stalled', 'lost', 'reconnecting', 'failed'] as const;

/** So low a trace shows what moves; the device page has the magnetic field too. */
function glance({ description }: LinkView): Pick<LiveTraceProps, 'channels'> {
  const moving = description?.channels.filter(({ unit }) => unit === 'g' || unit === 'dps') ?? [];
  return moving.length > 0 ? { channels: moving.map(({ name }) => name) } : {};
}

function Figures({ device }: { device: LinkView }) {
  const { t, i18n } = useTranslation('common');
  const { name, description, health, battery, state } = device;
  const others = useStore(useStudio().device.store, ({ links }) => links.length - 1);
  const trouble = TROUBLES.find((phase) => phase === state.phase);
  const format = (value: number, digits: number) =>
    new Intl.NumberFormat(i18n.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  return (
    <dl className={classes.figures}>
      <div className={classes.name}>
        <dt>{t('dock.device')}</dt>
        <dd>{name}</dd>
        {others > 0 && <dd>{t('dock.more', { count: others })}</dd>}
      </div>
      {trouble !== undefined && (
        <div data-warn role="status">
          {t(`dock.state.${trouble}`)}
        </div>
      )}
      <div>
        <dt>{t('dock.rate')}</dt>
        <dd data-testid="dock-rate">{format(health?.rateHz ?? 0, 1)} Hz</dd>
      </div>
      {/* Frames that carry no number can't be missed. */}
      {health && description?.clock !== 'host' && (
        <div data-warn={health.lossShare > 0.01 || undefined}>
          <dt>{t('dock.loss')}</dt>
          <dd>{format(health.lossShare * 100, 1)} %</dd>
        </div>
      )}
      <div className={classes.minor}>
        <dt>{t('dock.jitter')}</dt>
        <dd>{format(health?.jitterMs ?? 0, 0)} ms</dd>
      </div>
      {battery !== undefined && (
        <div>
          <dt>{t('dock.battery')}</dt>
          <dd>
            <IconBattery2 size={14} aria-hidden /> {battery} %
          </dd>
        </div>
      )}
    </dl>
  );
}

/** So that what has been trained can be tried from any page without hardware. */
function SimulatedMoves() {
  const { t } = useTranslation('common');
  const { simulator } = useStudio().device;
  return (
    <>
      {(['nod', 'shake'] as const).map((action) => (
        <Button
          key={action}
          size="compact-sm"
          variant="default"
          onClick={() => simulator.perform(action)}
        >
          {t(`dock.${action}`)}
        </Button>
      ))}
    </>
  );
}

function RecordButton() {
  const { t } = useTranslation('common');
  const { record, project } = useStudio();
  const state = useStore(record.store);
  const isOpen = useStore(project.store, ({ phase }) => phase === 'open');
  const readOnly = useStore(project.store, (now) => now.phase === 'open' && now.readOnly === true);
  if (!isOpen) return null;
  const busy = isRecording(state) || state.phase === 'countdown';
  return (
    <>
      {isRecording(state) && <Elapsed state={state} />}
      <Button
        size="compact-sm"
        variant={busy ? 'filled' : 'light'}
        color="red"
        disabled={readOnly || state.phase === 'finishing'}
        leftSection={
          busy ? <IconPlayerStopFilled size={13} /> : <IconPlayerRecordFilled size={13} />
        }
        onClick={() => void (busy ? record.stop() : record.start())}
      >
        {t(busy ? 'dock.stop' : 'dock.record')}
      </Button>
    </>
  );
}

function Elapsed({ state }: { state: Pick<RunProgress, 'startedAtMs'> }) {
  const { t } = useTranslation('common');
  const { platform } = useStudio();
  const [nowMs, setNowMs] = useState(() => platform.nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(platform.nowMs()), 500);
    return () => clearInterval(timer);
  }, [platform]);
  const seconds = Math.max(0, Math.floor((nowMs - state.startedAtMs) / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span className={classes.elapsed} role="timer" aria-label={t('dock.recording')}>
      {text}
    </span>
  );
}
