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
import type { DeviceState } from '#studio/device-store';
import type { RecordState } from '#studio/record-store';
import { Hint } from '../parts/Hint';
import { LiveTrace, type LiveTraceProps } from '../parts/LiveTrace';
import { useStudio } from '../parts/studio-context';
import classes from './Dock.module.css';

export interface DockProps {
  readonly isOpen: boolean;
  onToggle(): void;
}

type Connected = Extract<DeviceState, { phase: 'connected' }>;

/** The live signal at the bottom of every page, with how well it comes. */
export function Dock({ isOpen, onToggle }: DockProps) {
  const { t } = useTranslation('common');
  const studio = useStudio();
  const device = useStore(studio.device.store);
  const [, navigate] = useLocation();
  const label = t(isOpen ? 'dock.hide' : 'dock.show');

  if (device.phase !== 'connected') {
    return (
      <section className={classes.dock} aria-label={t('dock.label')}>
        <div className={classes.bar}>
          {device.phase === 'connecting' ? (
            <span className={classes.quiet} role="status">
              <Loader size={14} aria-hidden /> {t('dock.connecting')}
            </span>
          ) : (
            <span className={`${classes.quiet} ${classes.none}`}>{t('dock.none')}</span>
          )}
          <div className={classes.actions}>
            {device.phase === 'connecting' ? (
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
          {device.kind === 'simulator' && <SimulatedMoves />}
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

/** So low a trace shows what moves; the device page has the magnetic field too. */
function glance({ description }: Connected): Pick<LiveTraceProps, 'channels'> {
  const moving = description.channels.filter(({ unit }) => unit === 'g' || unit === 'dps');
  return moving.length > 0 ? { channels: moving.map(({ name }) => name) } : {};
}

function Figures({ device }: { device: Connected }) {
  const { t, i18n } = useTranslation('common');
  const { name, description, health, battery } = device;
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
      </div>
      <div>
        <dt>{t('dock.rate')}</dt>
        <dd data-testid="dock-rate">{format(health.rateHz, 1)} Hz</dd>
      </div>
      {/* Frames that carry no number can't be missed. */}
      {description.clock === 'device' && (
        <div data-warn={health.lossShare > 0.01 || undefined}>
          <dt>{t('dock.loss')}</dt>
          <dd>{format(health.lossShare * 100, 1)} %</dd>
        </div>
      )}
      <div className={classes.minor}>
        <dt>{t('dock.jitter')}</dt>
        <dd>{format(health.jitterMs, 0)} ms</dd>
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
  if (!isOpen) return null;
  const busy = state.phase === 'recording' || state.phase === 'countdown';
  return (
    <>
      {state.phase === 'recording' && <Elapsed state={state} />}
      <Button
        size="compact-sm"
        variant={busy ? 'filled' : 'light'}
        color="red"
        disabled={state.phase === 'finishing'}
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

function Elapsed({ state }: { state: Extract<RecordState, { phase: 'recording' }> }) {
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
