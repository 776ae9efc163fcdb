import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCode, IconCopy, IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface FileActionsProps {
  readonly name: string;
  /** The whole text to copy; absent where the file is no text. */
  readonly text: (() => string) | undefined;
  readonly open: boolean;
  onToggle(): void;
  onDownload(): void;
}

/** Look into it, copy it, download it. */
export function FileActions({ name, text, open, onToggle, onDownload }: FileActionsProps) {
  const { t } = useTranslation('export');
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap">
      {text && (
        <>
          <Action
            label={t(open ? 'files.hide' : 'files.preview', { name })}
            expanded={open}
            onClick={onToggle}
            icon={<IconCode size={18} aria-hidden />}
          />
          <Action
            label={t(clipboard.copied ? 'files.copied' : 'files.copy', { name })}
            onClick={() => clipboard.copy(text())}
            wideOnly
            icon={
              clipboard.copied ? (
                <IconCheck size={18} aria-hidden />
              ) : (
                <IconCopy size={18} aria-hidden />
              )
            }
          />
        </>
      )}
      <Action
        label={t('files.download', { name })}
        onClick={onDownload}
        icon={<IconDownload size={18} aria-hidden />}
      />
    </Group>
  );
}

interface ActionProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly expanded?: boolean;
  /** Left out where the screen is narrow. */
  readonly wideOnly?: boolean;
  onClick(): void;
}

function Action({ label, icon, expanded, wideOnly = false, onClick }: ActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        size={32}
        aria-label={label}
        {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
        {...(wideOnly ? { visibleFrom: 'xs' } : {})}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
