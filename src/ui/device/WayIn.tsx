import { Badge, Button, Loader, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DeviceKind } from '#studio/device-store';
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
}

/** A card that connects: its button, how far it has come, or why this browser can't. */
export function DeviceWayIn({ kind, connect, ...card }: DeviceWayInProps) {
  const { t } = useTranslation('device');
  const { device } = useStudio();
  const state = useStore(device.store);
  const availability = device.availability(kind);
  const own = state.phase !== 'idle' && state.kind === kind ? state : undefined;

  if (availability.state === 'missing') {
    return (
      <WayIn {...card}>
        <Text size="sm" className={classes.missing}>
          {t(`missing.${availability.reason}`)}
        </Text>
      </WayIn>
    );
  }
  if (own?.phase === 'connecting') {
    return (
      <WayIn {...card}>
        <Text size="sm" role="status" className={classes.step}>
          <Loader size={16} aria-hidden /> {t(`step.${own.step}`)}
        </Text>
        <Button variant="default" onClick={device.cancel}>
          {t('cancel')}
        </Button>
      </WayIn>
    );
  }
  return (
    <WayIn {...card}>
      {own ? (
        <Badge variant="light" size="lg">
          {t('simulator.connected')}
        </Badge>
      ) : (
        <Button
          variant="light"
          disabled={state.phase === 'connecting'}
          onClick={() => void device.connect(kind)}
        >
          {connect}
        </Button>
      )}
    </WayIn>
  );
}
