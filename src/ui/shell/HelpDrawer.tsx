import { Drawer, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { STATIONS } from '#studio/path-state';
import classes from './HelpDrawer.module.css';
import { STATION_ICONS } from './station-icons';
import { keyName, SHELL_KEYS } from './use-shell-keys';

/** What one does where, where the recordings are, and the keys. */
export default function HelpDrawer({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['common', 'path']);
  // Opened after it is there and removed after it has gone, so that the focus comes back.
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(true), []);
  const close = () => setOpened(false);
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size="24rem"
      title={t('help.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
      transitionProps={{ duration: 120, onExited: onClose }}
      classNames={{ title: classes.title, body: classes.body }}
    >
      <section>
        <Title order={3}>{t('help.path')}</Title>
        <ol className={classes.path}>
          {STATIONS.map((station) => {
            const Icon = STATION_ICONS[station];
            return (
              <li key={station}>
                <Icon size={18} stroke={1.6} aria-hidden />
                <span>
                  <Link to={`/${station}`} onClick={close}>
                    {t(`path:station.${station}`)}
                  </Link>
                  <Text size="sm" c="dimmed" component="span">
                    {t(`path:what.${station}`)}
                  </Text>
                </span>
              </li>
            );
          })}
        </ol>
      </section>
      <p className={classes.private}>
        <IconLock size={18} stroke={1.6} aria-hidden />
        {t('help.private')}
      </p>
      <section>
        <Title order={3}>{t('help.keys')}</Title>
        <dl className={classes.keys}>
          {SHELL_KEYS.map(({ keys, action }) => (
            <div key={action}>
              <dt>{t(`keys.${action}`)}</dt>
              <dd>
                {keys.map((key) => (
                  <kbd key={key}>{keyName(key)}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <Text size="sm" c="dimmed">
          {t('help.pageKeys')}
        </Text>
      </section>
    </Drawer>
  );
}
