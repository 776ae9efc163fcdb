import { ActionIcon, Table } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileActions } from './FileActions';
import classes from './FileList.module.css';
import { FilePreview } from './FilePreview';
import { type FileGroup, fileGroups } from './file-groups';

const TEXT_FILE = /(\.(c|cc|cpp|h|ino|ld|md|txt|properties)|Makefile)$/;

/** What the files that one looks for first are: keys of the text resource. */
const WHAT: Readonly<Record<string, string>> = {
  'README.md': 'readme',
  'model-card.md': 'card',
  'CMakeLists.txt': 'cmake',
  Makefile: 'make',
  'library.properties': 'library',
  'model.tflite': 'tflite',
  'model.cc': 'array',
  'model.c': 'network',
  'model_ops.h': 'operators',
  'nodlab_tflm.cc': 'adapter',
  'nodlab_config.c': 'config',
  'selftest.c': 'selftest',
  'example/main.c': 'example',
  'nodlab/': 'live',
  'src/': 'sources',
  'examples/': 'sketches',
  'cortex-m33/': 'startup',
};

export interface FileListProps {
  /** By path in the folder, in the order to read them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  onDownload(path: string, bytes: Uint8Array): void;
}

/** Every file with its size; each can be looked into, copied and downloaded. */
export function FileList({ files, onDownload }: FileListProps) {
  const { t } = useTranslation('export');
  const [shown, setShown] = useState<string>();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (folder: string) => {
    const next = new Set(opened);
    if (!next.delete(folder)) next.add(folder);
    setOpened(next);
  };
  const fileRow = (path: string, bytes: Uint8Array) => (
    <FileRow
      key={path}
      path={path}
      bytes={bytes}
      open={shown === path}
      onToggle={() => setShown(shown === path ? undefined : path)}
      onDownload={() => onDownload(path, bytes)}
    />
  );
  return (
    <Table fz="sm" verticalSpacing={6} className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('files.name')}</Table.Th>
          <Table.Th className={classes.sizeColumn}>{t('files.size')}</Table.Th>
          <Table.Th className={classes.actionColumn} aria-label={t('files.actions')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fileGroups(files).map((group) =>
          group.folder === undefined ? (
            group.files.map(([path, bytes]) => fileRow(path, bytes))
          ) : (
            <Fragment key={group.folder}>
              <FolderRow
                group={group}
                folder={group.folder}
                open={opened.has(group.folder)}
                onToggle={toggle}
              />
              {opened.has(group.folder) && group.files.map(([path, bytes]) => fileRow(path, bytes))}
            </Fragment>
          ),
        )}
      </Table.Tbody>
    </Table>
  );
}

interface FolderRowProps {
  readonly group: FileGroup;
  readonly folder: string;
  readonly open: boolean;
  onToggle(folder: string): void;
}

function FolderRow({ group, folder, open, onToggle }: FolderRowProps) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  const Icon = open ? IconChevronDown : IconChevronRight;
  const size = group.files.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <code className={classes.name}>{folder}</code>
        <div className={classes.what}>
          {folder in WHAT && `${t(`files.what.${WHAT[folder]}`)} · `}
          {t('files.inFolder', { count: group.files.length })}
        </div>
      </Table.Th>
      <Table.Td className={classes.size}>{number.format(size)} B</Table.Td>
      <Table.Td className={classes.actions}>
        <ActionIcon
          variant="subtle"
          size={32}
          aria-expanded={open}
          aria-label={t(open ? 'files.hide' : 'files.preview', { name: folder })}
          onClick={() => onToggle(folder)}
        >
          <Icon size={18} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}

interface FileRowProps {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly open: boolean;
  onToggle(): void;
  onDownload(): void;
}

function FileRow({ path, bytes, open, onToggle, onDownload }: FileRowProps) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  const text = () => new TextDecoder().decode(bytes);
  return (
    <>
      <Table.Tr data-testid={`file-${path}`}>
        <Table.Th scope="row">
          <code className={classes.name}>{path}</code>
          {path in WHAT && <div className={classes.what}>{t(`files.what.${WHAT[path]}`)}</div>}
        </Table.Th>
        <Table.Td className={classes.size}>{number.format(bytes.length)} B</Table.Td>
        <Table.Td>
          <FileActions
            name={path}
            text={TEXT_FILE.test(path) ? text : undefined}
            open={open}
            onToggle={onToggle}
            onDownload={onDownload}
          />
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={3} className={classes.previewCell}>
            <FilePreview name={path} text={text()} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
