import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { isRecording } from '#studio/record-station';
import { useStudio } from '../parts/studio-context';
import { durationText } from './duration-text';
import classes from './RecordingDevices.module.css';

/** What each device has given while several are recorded, or while one is waited for. */
export function RecordingDevices() {
  const { t, i18n } = useTranslation('record');
  const state = useStore(useStudio().record.store);
  if (!isRecording(state)) return null;
  const { devices, phase } = state;
  const waiting = devices.filter((one) => one.waiting);
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <>
      {waiting.length > 0 && (
        <Alert color="yellow" variant="light" mt="md" role="status" title={t('interrupted.title')}>
          {t(phase === 'interrupted' ? 'interrupted.all' : 'interrupted.some', {
            names: waiting.map(({ name }) => name).join(', '),
          })}
        </Alert>
      )}
      {devices.length > 1 && (
        <ul className={classes.list} aria-label={t('devices.label')}>
          {devices.map(({ linkId, name, frameCount, lostCount, durationMs, waiting: away }) => (
            <li key={linkId} data-waiting={away || undefined}>
              <span className={classes.name}>{name}</span>
              <span>{durationText(durationMs)}</span>
              <span>
                {t('devices.frames', { count: frameCount, shown: number.format(frameCount) })}
              </span>
              <span>{t('devices.lost', { shown: number.format(lostCount) })}</span>
              <Text component="span" size="sm" c="dimmed">
                {away ? t('devices.waiting') : ''}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
