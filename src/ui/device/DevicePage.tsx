import { NativeSelect, Stack, Switch } from '@mantine/core';
import {
  IconBluetooth,
  IconDeviceMobile,
  IconDeviceWatch,
  IconFileImport,
  IconUsb,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type DeviceKind, leadOf } from '#studio/device-station';
import { FileDrop } from '../parts/FileDrop';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { FirmwareOffer } from './FirmwareOffer';
import { GrantedDevices } from './GrantedDevices';
import { LinkPanel } from './LinkPanel';
import { LinkStateNote } from './LinkStateNote';
import { SimulatedPerson } from './SimulatedPerson';
import { DeviceWayIn, WayIn } from './WayIn';
import classes from './WayIn.module.css';
import { ANY_WEARABLE, WEARABLES } from './wearables';

const ImportDialog = lazy(async () => ({
  default: (await import('./ImportDialog')).ImportDialog,
}));
const MOTION_FILES = '.csv,.txt,.tsv,.json';

const WAYS = [
  { kind: 'web-bluetooth', name: 'bluetooth', icon: IconBluetooth },
  { kind: 'web-serial', name: 'serial', icon: IconUsb },
  { kind: 'phone-sensor', name: 'phone', icon: IconDeviceMobile },
  { kind: 'simulator', name: 'simulator', icon: IconDeviceWatch },
] as const satisfies readonly { kind: DeviceKind; name: string; icon: unknown }[];

/** Every way in for motion, and the devices that are in use. */
export function DevicePage() {
  const { t } = useTranslation('device');
  const { device } = useStudio();
  const { recordings } = useOpenProject();
  const state = useStore(device.store);
  const [files, setFiles] = useState<readonly File[]>();
  const [beside, setBeside] = useState(false);
  const [wearable, setWearable] = useState('');
  const described = state.links.filter(({ description }) => description !== undefined);
  const refused = state.links.filter(
    (link) => link.description === undefined && link.state.phase === 'failed',
  );
  const connected = leadOf(state) !== undefined;
  const top = useRef<HTMLDivElement>(null);
  // On a narrow page the button that connected stands far below what it brought.
  const count = useRef(described.length);
  useEffect(() => {
    if (described.length > count.current) top.current?.scrollIntoView({ block: 'center' });
    count.current = described.length;
  }, [described.length]);
  const wearables = [
    { value: '', label: t('bluetooth.known') },
    ...WEARABLES.map((id) => ({ value: id, label: t(`profile.${id}`) })),
    { value: ANY_WEARABLE, label: t('bluetooth.any') },
  ];

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
        {refused.map((link) => (
          <LinkStateNote key={link.id} link={link} />
        ))}
        {described.some(({ kind }) => kind === 'simulator') && <SimulatedPerson />}
        {described.map((link) => (
          <LinkPanel key={link.id} link={link} />
        ))}
        <GrantedDevices beside={beside} />
        <Section
          title={t(connected ? 'otherWays' : 'ways')}
          actions={
            connected && (
              <Switch
                label={t('beside')}
                checked={beside}
                onChange={(event) => setBeside(event.currentTarget.checked)}
              />
            )
          }
        >
          <div className={classes.ways}>
            {WAYS.map(({ kind, name, icon }) => (
              <DeviceWayIn
                key={kind}
                kind={kind}
                icon={icon}
                title={t(`${name}.title`)}
                text={t(`${name}.text`)}
                connect={t(`${name}.connect`)}
                options={{
                  beside,
                  ...(kind === 'web-bluetooth' && wearable !== '' ? { profile: wearable } : {}),
                }}
              >
                {kind === 'web-bluetooth' && (
                  <NativeSelect
                    aria-label={t('bluetooth.which')}
                    className={classes.choice}
                    data={wearables}
                    value={wearable}
                    onChange={(event) => setWearable(event.currentTarget.value)}
                  />
                )}
              </DeviceWayIn>
            ))}
            <WayIn icon={IconFileImport} title={t('file.title')} text={t('file.text')}>
              <FileDrop accept={MOTION_FILES} multiple onFiles={setFiles}>
                {t('file.drop')}
              </FileDrop>
            </WayIn>
          </div>
          <FirmwareOffer />
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
