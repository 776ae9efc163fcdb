import { Button, Loader, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ConnectOptions, DeviceKind } from '#studio/device-station';
import { useStudio } from '../parts/studio-context';
import classes from './WayIn.module.css';

export interface WayInProps {
  readonly title: string;
  /** What it needs. */
  readonly text: string;
  readonly icon: Icon;
  readonly children: ReactNode;
}

/** One way in, as a card. */
export function WayIn({ title, text, icon: CardIcon, children }: WayInProps) {
  return (
    <article className={classes.card}>
      <CardIcon size={26} stroke={1.5} className={classes.icon} aria-hidden />
      <Title order={3}>{title}</Title>
      <Text size="sm" c="dimmed" className={classes.text}>
        {text}
      </Text>
      <div className={classes.foot}>{children}</div>
    </article>
  );
}

export interface DeviceWayInProps extends Omit<WayInProps, 'children'> {
  readonly kind: DeviceKind;
  readonly connect: string;
  readonly options: ConnectOptions;
  /** Choices above the button. */
  readonly children?: ReactNode;
}

/** A card that connects: its button, how far it has come, or why this browser can't. */
export function DeviceWayIn({ kind, connect, options, children, ...card }: DeviceWayInProps) {
  const { t } = useTranslation('device');
  const { device } = useStudio();
  const links = useStore(device.store, (state) => state.links);
  const availability = device.availability(kind);
  const busy = links.find(
    ({ state }) => state.phase === 'choosing' || state.phase === 'connecting',
  );
  // There is one simulated person, one phone.
  const inUse =
    (kind === 'simulator' || kind === 'phone-sensor') && links.some((link) => link.kind === kind);

  if (availability.state === 'missing') {
    return (
      <WayIn {...card}>
        <Text size="sm" className={classes.missing}>
          {t(`missing.${availability.reason}`)}
        </Text>
      </WayIn>
    );
  }
  if (busy?.kind === kind) {
    const step = busy.state.phase === 'choosing' ? 'choosing' : (busy.step ?? 'connecting');
    return (
      <WayIn {...card}>
        <Text size="sm" role="status" className={classes.step}>
          <Loader size={16} aria-hidden /> {t(`step.${step}`)}
        </Text>
        <Button variant="default" onClick={device.cancel}>
          {t('cancel')}
        </Button>
      </WayIn>
    );
  }
  return (
    <WayIn {...card}>
      {children}
      <Button
        variant="light"
        disabled={busy !== undefined || inUse}
        onClick={() => void device.connect(kind, options)}
      >
        {inUse ? t('connected') : connect}
      </Button>
    </WayIn>
  );
}
