import { Button, Text, Title } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { useLocation } from 'wouter';
import classes from './PageFrame.module.css';

/** The one primary button. `disabled` is the reason, in words, why it can't be pressed yet. */
export type NextStep = {
  readonly label: string;
  readonly disabled?: string | undefined;
  readonly loading?: boolean;
} & ({ readonly to: string } | { onClick(): void });

export interface PageFrameProps {
  readonly title: string;
  /** One sentence under the title: what one does here. */
  readonly lead?: string;
  /** Secondary actions, in line with the title. */
  readonly actions?: ReactNode;
  readonly next?: NextStep | undefined;
  readonly children: ReactNode;
}

/** A station's page: its heading, its body, and the next step at the bottom right. */
export function PageFrame({ title, lead, actions, next, children }: PageFrameProps) {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <Title order={1}>{title}</Title>
          {lead !== undefined && (
            <Text c="dimmed" className={classes.lead}>
              {lead}
            </Text>
          )}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.body}>{children}</div>
      {next !== undefined && <NextBar next={next} />}
    </div>
  );
}

function NextBar({ next }: { next: NextStep }) {
  const [, navigate] = useLocation();
  const reasonId = useId();
  const blocked = next.disabled !== undefined && next.disabled !== '';
  return (
    <footer className={classes.next}>
      {blocked && (
        <Text id={reasonId} size="sm" c="dimmed">
          {next.disabled}
        </Text>
      )}
      <Button
        size="md"
        rightSection={<IconArrowRight size={18} aria-hidden />}
        {...(blocked ? { 'data-disabled': true } : {})}
        aria-disabled={blocked}
        aria-describedby={blocked ? reasonId : undefined}
        loading={next.loading ?? false}
        onClick={() => {
          if (blocked) return;
          if ('to' in next) navigate(next.to);
          else next.onClick();
        }}
      >
        {next.label}
      </Button>
    </footer>
  );
}
