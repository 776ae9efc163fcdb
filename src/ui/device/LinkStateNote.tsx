import { Alert, Button, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkView } from '#studio/device-station';
import { FailureNote } from '../parts/FailureNote';
import { useStudio } from '../parts/studio-context';
import classes from './LinkPanel.module.css';

const TICK_MS = 500;

/** How a device stands when it does not stream: why, and what happens next. */
export function LinkStateNote({ link }: { readonly link: LinkView }) {
  const { t } = useTranslation('device');
  const studio = useStudio();
  const { state, name, id } = link;
  const nowMs = useNow(state.phase === 'lost' || state.phase === 'stalled');
  const retry = (
    <Button size="compact-sm" variant="light" onClick={() => studio.device.retry(id)}>
      {t('connection.retryNow')}
    </Button>
  );

  switch (state.phase) {
    case 'stalled':
      return (
        <Alert color="yellow" variant="light" mb="md" role="status" title={t('connection.stalled')}>
          {t('connection.stalledNext', { seconds: seconds(nowMs - state.sinceMs) })}
        </Alert>
      );
    case 'lost':
      return (
        <Alert color="yellow" variant="light" mb="md" role="status" title={t('connection.lost')}>
          {t(`connection.why.${state.reason.code}`, {
            name,
            defaultValue: t('connection.why.other', { name }),
          })}{' '}
          {t('connection.lostNext', { seconds: seconds(state.retryAtMs - nowMs) })}
          <div className={classes.retry}>{retry}</div>
        </Alert>
      );
    case 'reconnecting':
      return (
        <Alert
          color="yellow"
          variant="light"
          mb="md"
          role="status"
          title={t('connection.reconnecting')}
          icon={<Loader size={16} color="yellow" aria-hidden />}
        >
          {t('connection.reconnectingNext', { attempt: state.attempt })}
        </Alert>
      );
    case 'failed':
      return <FailureNote failure={state.reason} action={retry} />;
    default:
      return null;
  }
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1000));
}

function useNow(running: boolean): number {
  const { platform } = useStudio();
  const [nowMs, setNowMs] = useState(() => platform.nowMs());
  useEffect(() => {
    if (!running) return undefined;
    setNowMs(platform.nowMs());
    const timer = setInterval(() => setNowMs(platform.nowMs()), TICK_MS);
    return () => clearInterval(timer);
  }, [platform, running]);
  return nowMs;
}
