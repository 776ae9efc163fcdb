import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { IconInfoCircle, IconPlugConnectedX, IconTable } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '#core/motion/frame';
import { isStreaming, type LinkView } from '#studio/device-station';
import { LiveTrace } from '../parts/LiveTrace';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { LinkFigures } from './LinkFigures';
import classes from './LinkPanel.module.css';
import { LinkStateNote } from './LinkStateNote';
import { RestNote } from './RestNote';

const ColumnsDialog = lazy(async () => ({
  default: (await import('./ColumnsDialog')).ColumnsDialog,
}));

const TRACE_HEIGHT = 220;
const UNITS: Readonly<Partial<Record<Unit, string>>> = { g: 'g', dps: '°/s', uT: 'µT' };

/** A device in use: how it stands, what it sends, and how well that comes. */
export function LinkPanel({ link }: { readonly link: LinkView }) {
  const { t } = useTranslation('device');
  const { device } = useStudio();
  const { id, name, profile, description, columns } = link;
  const stream = device.streams().find(({ linkId }) => linkId === id);
  // Nobody has said yet what the columns are: that comes first.
  const [asking, setAsking] = useState(columns?.confirmed === false);

  return (
    <Section
      title={name}
      actions={
        <Group gap="xs">
          {columns !== undefined && (
            <Button
              variant={columns.confirmed ? 'default' : 'light'}
              size="compact-md"
              leftSection={<IconTable size={16} aria-hidden />}
              onClick={() => setAsking(true)}
            >
              {t('columns.open')}
            </Button>
          )}
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPlugConnectedX size={16} aria-hidden />}
            onClick={() => void device.disconnect(id)}
          >
            {t('disconnect')}
          </Button>
        </Group>
      }
    >
      <LinkStateNote link={link} />
      {profile !== undefined && (
        <Text size="sm" c="dimmed" mb="sm">
          {t(`profile.${profile}`)}
        </Text>
      )}
      <LinkFigures link={link} />
      {stream !== undefined && isStreaming(link) && <RestNote frames={stream.frames} />}
      {stream !== undefined && (
        <div className={classes.trace}>
          <LiveTrace seconds={6} height={TRACE_HEIGHT} frames={stream.frames} />
        </div>
      )}
      <Group gap={6} role="list" aria-label={t('stream.channels')}>
        {description?.channels.map((channel) => (
          <Badge key={channel.name} role="listitem" variant="default" tt="none" fw={500}>
            {channel.name} · {UNITS[channel.unit] ?? t('stream.raw')}
          </Badge>
        ))}
      </Group>
      {columns?.confirmed === false && (
        <Alert
          variant="light"
          mt="sm"
          p="sm"
          icon={<IconInfoCircle size={18} aria-hidden />}
          role="status"
        >
          {t('columns.unconfirmed')}
        </Alert>
      )}
      {asking && columns !== undefined && (
        <Suspense>
          <ColumnsDialog link={link} mapping={columns} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </Section>
  );
}
