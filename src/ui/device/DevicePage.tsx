import { Button, Stack } from '@mantine/core';
import { IconBluetooth, IconDeviceWatch, IconFileImport, IconUsb } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DeviceKind } from '#studio/device-store';
import { FailureNote } from '../parts/FailureNote';
import { FileDrop } from '../parts/FileDrop';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { SimulatedPerson } from './SimulatedPerson';
import { StreamPanel } from './StreamPanel';
import { DeviceWayIn, WayIn } from './WayIn';
import classes from './WayIn.module.css';

const ImportDialog = lazy(async () => ({
  default: (await import('./ImportDialog')).ImportDialog,
}));
const MOTION_FILES = '.csv,.txt,.tsv,.json';

const WAYS = [
  { kind: 'web-bluetooth', name: 'bluetooth', icon: IconBluetooth },
  { kind: 'web-serial', name: 'serial', icon: IconUsb },
  { kind: 'simulator', name: 'simulator', icon: IconDeviceWatch },
] as const satisfies readonly { kind: DeviceKind; name: string; icon: unknown }[];

/** Every way in for motion, and the stream that is connected. */
export function DevicePage() {
  const { t } = useTranslation('device');
  const { device } = useStudio();
  const { recordings } = useOpenProject();
  const state = useStore(device.store);
  const [files, setFiles] = useState<readonly File[]>();
  const connected = state.phase === 'connected';
  const top = useRef<HTMLDivElement>(null);
  // On a narrow page the button that connected stands far below what it brought.
  const wasConnected = useRef(connected);
  useEffect(() => {
    if (connected && !wasConnected.current) top.current?.scrollIntoView({ block: 'center' });
    wasConnected.current = connected;
  }, [connected]);

  return (
    <PageFrame
      title={t('title')}
      lead={t('lead')}
      next={{
        label: t('next'),
        to: '/record',
        disabled: connected || recordings.length > 0 ? undefined : t('nextNothing'),
      }}
    >
      <div ref={top} />
      <Stack gap="lg">
        {state.phase === 'idle' && state.failure && (
          <FailureNote
            failure={state.failure}
            kept={state.lostName === undefined ? undefined : t('lost', { name: state.lostName })}
            action={
              state.kind && (
                <Button
                  size="compact-sm"
                  variant="light"
                  color="red"
                  onClick={() => void device.connect(state.kind!)}
                >
                  {t('again')}
                </Button>
              )
            }
          />
        )}
        {connected && state.kind === 'simulator' && <SimulatedPerson />}
        {connected && <StreamPanel state={state} />}
        <Section title={t(connected ? 'otherWays' : 'ways')}>
          <div className={classes.ways}>
            {WAYS.map(({ kind, name, icon }) => (
              <DeviceWayIn
                key={kind}
                kind={kind}
                icon={icon}
                title={t(`${name}.title`)}
                text={t(`${name}.text`)}
                connect={t(`${name}.connect`)}
              />
            ))}
            <WayIn icon={IconFileImport} title={t('file.title')} text={t('file.text')}>
              <FileDrop accept={MOTION_FILES} multiple onFiles={setFiles}>
                {t('file.drop')}
              </FileDrop>
            </WayIn>
          </div>
        </Section>
      </Stack>
      {files && (
        <Suspense>
          <ImportDialog files={files} onClose={() => setFiles(undefined)} />
        </Suspense>
      )}
    </PageFrame>
  );
}
