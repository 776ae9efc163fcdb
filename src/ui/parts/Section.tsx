import { Group, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  /** In line with the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One titled block of a page. */
export function Section({ title, actions, children }: SectionProps) {
  return (
    <Paper component="section" withBorder p={{ base: 'sm', sm: 'lg' }}>
      <Group justify="space-between" mb="md">
        <Title order={2} size="h4">
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Paper>
  );
}
