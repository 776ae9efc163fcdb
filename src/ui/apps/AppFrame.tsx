import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { PageFrame } from '../parts/PageFrame';
import { useStudio } from '../parts/studio-context';
import classes from './AppFrame.module.css';
import { APP_ROLES, type AppId } from './app-list';
import { RecogniserNote } from './RecogniserNote';
import { RolePicker } from './RolePicker';

export interface AppFrameProps {
  readonly app: AppId;
  /** Offers the clock that runs 60 times faster. */
  readonly hasClock?: boolean;
  readonly children: ReactNode;
}

/** An app's page: its heading, whether gestures are recognised now, and which gesture plays what. */
export function AppFrame({ app, hasClock = false, children }: AppFrameProps) {
  const { t } = useTranslation('apps');
  const [, navigate] = useLocation();
  const isFast = useStore(useStudio().apps.store, ({ clockRate }) => clockRate === 60);
  return (
    <PageFrame
      title={t(`${app}.title`)}
      lead={t(`${app}.lead`)}
      actions={
        <div className={classes.actions}>
          {(hasClock || isFast) && <ClockSwitch />}
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
            onClick={() => navigate('/apps')}
          >
            {t('all')}
          </Button>
        </div>
      }
    >
      <RecogniserNote />
      {isFast && <p className={classes.note}>{t('clock.note')}</p>}
      {children}
      <RolePicker roles={APP_ROLES[app]} />
    </PageFrame>
  );
}

/** Real time, or an hour in a minute on a copy of today that is thrown away afterwards. */
function ClockSwitch() {
  const { t } = useTranslation('apps');
  const { apps } = useStudio();
  const rate = useStore(apps.store, ({ clockRate }) => clockRate);
  return (
    <SegmentedControl
      aria-label={t('clock.label')}
      value={String(rate)}
      data={[
        { value: '1', label: t('clock.real') },
        { value: '60', label: t('clock.fast') },
      ]}
      onChange={(value) => apps.setClockRate(value === '60' ? 60 : 1)}
    />
  );
}
