import { Alert, Button, Group, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#core/failure';
import classes from './FailureNote.module.css';

export interface FailureNoteProps {
  readonly failure: Failure;
  /** What was kept, in words, where something was. */
  readonly kept?: string | undefined;
  /** What to do next: a button. */
  readonly action?: ReactNode;
}

/** What happened, what was kept, what to do; the technical detail can be copied. */
export function FailureNote({ failure, kept, action }: FailureNoteProps) {
  const { t } = useTranslation('errors');
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(`codes.${failure.code}.title`)}
    >
      <Text size="sm">{t(`codes.${failure.code}.advice`)}</Text>
      {kept !== undefined && (
        <Text size="sm" mt={4}>
          {kept}
        </Text>
      )}
      {failure.message !== '' && (
        <details className={classes.details}>
          <summary>{t('details')}</summary>
          <code>
            {failure.code}: {failure.message}
          </code>
        </details>
      )}
      <Group gap="xs" mt="xs">
        {action}
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          onClick={() => clipboard.copy(detailOf(failure))}
        >
          {t(clipboard.copied ? 'copied' : 'copy')}
        </Button>
      </Group>
    </Alert>
  );
}

function detailOf(failure: Failure): string {
  const lines = [`${failure.code}: ${failure.message}`];
  for (let cause = failure.cause; cause !== undefined; ) {
    lines.push(String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines.join('\n');
}
