import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** How long an undo is offered, ms. */
const OFFER_MS = 10_000;

/** `offer(message, undo)` says what was done and takes it back on request. */
export function useUndoNotice(): (message: string, undo: () => void | Promise<void>) => void {
  const { t } = useTranslation('common');
  return useCallback(
    (message, undo) => {
      const id = notifications.show({
        autoClose: OFFER_MS,
        withCloseButton: true,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{message}</Text>
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => {
                notifications.hide(id);
                void undo();
              }}
            >
              {t('undo')}
            </Button>
          </Group>
        ),
      });
    },
    [t],
  );
}
