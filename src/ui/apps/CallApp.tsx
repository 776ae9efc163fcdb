import { Button, Group, Text } from '@mantine/core';
import { IconPhone, IconPhoneIncoming, IconPhoneOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../parts/studio-context';
import { AppFrame } from './AppFrame';
import classes from './AppFrame.module.css';
import own from './CallApp.module.css';

/** A telephone that a nod answers and a shake declines. */
export function CallApp() {
  const { t, i18n } = useTranslation('apps');
  const { apps } = useStudio();
  const call = useStore(apps.store, (state) => state.call);
  const ringing = call.phase === 'ringing';
  const seconds = (ms: number) =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(ms / 1000);
  const ended = call.phase === 'answered' || call.phase === 'declined';
  return (
    <AppFrame app="call">
      <div className={classes.wall} data-phase={call.phase}>
        <div className={own.phone} data-ringing={ringing || undefined}>
          {ringing || call.phase === 'answered' ? (
            <IconPhoneIncoming size={44} stroke={1.4} aria-hidden />
          ) : (
            <IconPhone size={44} stroke={1.4} aria-hidden />
          )}
        </div>
        <p className={classes.huge} role="status" data-testid="call-phase" data-phase={call.phase}>
          {t(`call.phase.${call.phase}`)}
        </p>
        <Text className={classes.said}>
          {ended
            ? t(`call.by.${call.phase}.${call.by}`, { seconds: seconds(call.afterMs) })
            : t(`call.what.${call.phase}`)}
        </Text>
        {ringing ? (
          <Group>
            <Button
              size="lg"
              color="teal.9"
              leftSection={<IconPhone size={20} aria-hidden />}
              onClick={() => apps.answerCall()}
            >
              {t('call.answer')}
            </Button>
            <Button
              size="lg"
              color="red.9"
              leftSection={<IconPhoneOff size={20} aria-hidden />}
              onClick={() => apps.declineCall()}
            >
              {t('call.decline')}
            </Button>
          </Group>
        ) : (
          <Button size="lg" onClick={() => apps.ringCall()}>
            {t('call.simulate')}
          </Button>
        )}
      </div>
    </AppFrame>
  );
}
