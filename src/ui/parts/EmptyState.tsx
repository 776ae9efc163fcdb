import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** What will be here. */
  readonly text: string;
  /** The one thing to do: a button. */
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
}

/** A place that has nothing yet. */
export function EmptyState({ title, text, action, icon }: EmptyStateProps) {
  return (
    <Stack className={classes.empty} align="center" gap="sm">
      {icon !== undefined && <div className={classes.icon}>{icon}</div>}
      <Title order={2} size="h4" ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw="28rem">
        {text}
      </Text>
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </Stack>
  );
}
