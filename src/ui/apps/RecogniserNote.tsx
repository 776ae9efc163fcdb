import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { FailureNote } from '../parts/FailureNote';
import { useStudio } from '../parts/studio-context';
import classes from './AppFrame.module.css';

/** Why gestures are not recognised now, and the one thing to do about it; nothing while they are. */
export function RecogniserNote() {
  const { t } = useTranslation('apps');
  const { live, device } = useStudio();
  const [, navigate] = useLocation();
  const run = useStore(live.store, (state) => state.run);
  if (run.phase === 'running' || run.phase === 'filling') return null;
  if (run.phase === 'failed') return <FailureNote failure={run.failure} />;
  const reason = run.phase === 'stopped' ? 'stopped' : run.reason;
  const actions: Readonly<Record<typeof reason, () => void>> = {
    stopped: () => live.start(),
    'no-model': () => navigate('/train'),
    'no-int8': () => navigate('/compress'),
    'stale-int8': () => navigate('/compress'),
    'no-device': () => void device.connect('simulator'),
  };
  return (
    <div className={classes.note} role="status">
      <span>{t(`waiting.${reason}.text`)}</span>
      <Button size="compact-sm" variant="light" onClick={actions[reason]}>
        {t(`waiting.${reason}.action`)}
      </Button>
    </div>
  );
}
