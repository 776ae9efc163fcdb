import { ActionIcon, Button, Text } from '@mantine/core';
import { IconBluetooth, IconTrash, IconUsb } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { GrantedView } from '#studio/device-station';
import { Hint } from '../parts/Hint';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import classes from './GrantedDevices.module.css';

/** Devices that were allowed before: one press connects them, with no list to choose from. */
export function GrantedDevices({ beside }: { readonly beside: boolean }) {
  const { t } = useTranslation('device');
  const { device } = useStudio();
  const granted = useStore(device.store, (state) => state.granted);
  const busy = useStore(device.store, ({ links }) =>
    links.some(({ state }) => state.phase === 'choosing' || state.phase === 'connecting'),
  );
  if (granted.length === 0) return null;
  return (
    <Section title={t('granted.title')}>
      <ul className={classes.list}>
        {granted.map((one) => (
          <GrantedRow
            key={one.peerId}
            device={one}
            disabled={busy}
            onConnect={() => void device.connectGranted(one.peerId, { beside })}
            onForget={() => void device.forget(one.peerId)}
          />
        ))}
      </ul>
    </Section>
  );
}

interface GrantedRowProps {
  readonly device: GrantedView;
  readonly disabled: boolean;
  onConnect(): void;
  onForget(): void;
}

function GrantedRow({ device, disabled, onConnect, onForget }: GrantedRowProps) {
  const { t } = useTranslation('device');
  const { name, kind, canForget } = device;
  const RowIcon = kind === 'web-serial' ? IconUsb : IconBluetooth;
  return (
    <li className={classes.row}>
      <RowIcon size={20} stroke={1.6} className={classes.icon} aria-hidden />
      <Text component="span" fw={500} className={classes.name}>
        {name}
      </Text>
      {canForget && (
        <Hint label={t('granted.forgetHelp')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('granted.forget', { name })}
            onClick={onForget}
          >
            <IconTrash size={17} stroke={1.6} />
          </ActionIcon>
        </Hint>
      )}
      <Button
        variant="light"
        size="compact-md"
        disabled={disabled}
        aria-label={t('granted.connectNamed', { name })}
        onClick={onConnect}
      >
        {t('granted.connect')}
      </Button>
    </li>
  );
}
