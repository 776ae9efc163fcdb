import { Button, NumberInput, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ReminderLimits } from '#core/apps/sedentary-reminder';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { AppFrame } from './AppFrame';
import classes from './AppFrame.module.css';
import { useMinutes } from './use-minutes';

/** Reminds of a break when the head was down for too long within any hour. */
export function ReminderApp() {
  const { t } = useTranslation('apps');
  const { apps, platform } = useStudio();
  const reminder = useStore(apps.store, (state) => state.reminder);
  const minutes = useMinutes();
  const { limits, downMs, phase } = reminder;
  const set = (change: Partial<ReminderLimits>) => apps.setReminderLimits({ ...limits, ...change });
  const tryNotification = async () => {
    const result = await platform.notify(t('sedentary.title'), t('sedentary.test'));
    notifications.show({ message: t(`sedentary.notified.${result}`) });
  };
  return (
    <AppFrame app="sedentary" hasClock>
      <Stack gap="xl">
        <div className={classes.wall}>
          <p className={classes.huge} data-testid="down-minutes">
            {t('sedentary.down', { minutes: minutes(downMs) })}
          </p>
          <Progress
            w="100%"
            maw={480}
            size="lg"
            color={phase === 'quiet' ? 'petrol' : 'orange'}
            value={Math.min(100, (downMs / (limits.downMinutes * 60_000)) * 100)}
            aria-label={t('sedentary.progress')}
          />
          <Text
            className={phase === 'quiet' ? classes.said : classes.warning}
            role="status"
            data-testid="reminder-phase"
          >
            {t(`sedentary.phase.${phase}`, {
              limit: limits.downMinutes,
              window: limits.windowMinutes,
              snooze: limits.snoozeMinutes,
            })}
          </Text>
          {phase === 'due' && (
            <Button onClick={() => apps.snooze()}>
              {t('sedentary.snooze', { minutes: limits.snoozeMinutes })}
            </Button>
          )}
        </div>
        <Section
          title={t('sedentary.limits')}
          actions={
            <Button size="compact-sm" variant="default" onClick={() => void tryNotification()}>
              {t('sedentary.tryNotification')}
            </Button>
          }
        >
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            {(['downMinutes', 'windowMinutes', 'snoozeMinutes'] as const).map((key) => (
              <NumberInput
                key={key}
                label={t(`sedentary.${key}`)}
                suffix={` ${t('minutes')}`}
                min={1}
                value={limits[key]}
                onChange={(value) => {
                  if (typeof value === 'number') set({ [key]: value });
                }}
              />
            ))}
          </SimpleGrid>
        </Section>
      </Stack>
    </AppFrame>
  );
}
