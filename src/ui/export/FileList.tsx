import { Table } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileActions } from './FileActions';
import classes from './FileList.module.css';
import type { ExportFiles } from './use-export-files';

const TEXT_FILE = /\.(cc|h|md|txt)$/;
/** Enough to see what the file is; the rest is hex. */
const PREVIEW_CHARACTERS = 6000;

/** What each file is, by its name: keys of the text resource. */
const PURPOSE: Readonly<Record<string, string>> = {
  'README.md': 'readme',
  'model.tflite': 'tflite',
  'model.cc': 'source',
  'model.h': 'header',
  'model_ops.h': 'operators',
  'model-card.md': 'card',
};

/** Every file with its size and purpose; each can be looked into, copied and downloaded. */
export function FileList({ files }: { files: ExportFiles }) {
  const { t, i18n } = useTranslation('export');
  const [shown, setShown] = useState<string>();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Table fz="sm" verticalSpacing={6} className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('files.name')}</Table.Th>
          <Table.Th w={96} ta="right">
            {t('files.size')}
          </Table.Th>
          <Table.Th w={108} aria-label={t('files.actions')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {[...files.files].map(([name, bytes]) => {
          const isText = TEXT_FILE.test(name);
          const open = shown === name;
          return (
            <Fragment key={name}>
              <Table.Tr data-testid={`file-${name}`}>
                <Table.Th scope="row">
                  <code className={classes.name}>{name}</code>
                  {name in PURPOSE && (
                    <div className={classes.what}>{t(`files.what.${PURPOSE[name]}`)}</div>
                  )}
                </Table.Th>
                <Table.Td className={classes.size}>{number.format(bytes.length)} B</Table.Td>
                <Table.Td>
                  <FileActions
                    name={name}
                    text={isText ? () => new TextDecoder().decode(bytes) : undefined}
                    open={open}
                    onToggle={() => setShown(open ? undefined : name)}
                    onDownload={() => files.download(name)}
                  />
                </Table.Td>
              </Table.Tr>
              {open && (
                <Table.Tr>
                  <Table.Td colSpan={3} className={classes.previewCell}>
                    <Preview name={name} text={new TextDecoder().decode(bytes)} />
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          );
        })}
        {files.recordingCount > 0 && (
          <Table.Tr>
            <Table.Th scope="row">
              <code className={classes.name}>recordings/*.csv</code>
              <div className={classes.what}>{t('files.what.recordings')}</div>
            </Table.Th>
            <Table.Td className={classes.size}>
              {t('files.recordings', { count: files.recordingCount })}
            </Table.Td>
            <Table.Td />
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  );
}

function Preview({ name, text }: { readonly name: string; readonly text: string }) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  const cut = text.length > PREVIEW_CHARACTERS;
  // Whole lines: half a line of hex looks like an error.
  const end = cut ? text.lastIndexOf('\n', PREVIEW_CHARACTERS) : text.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <section className={classes.preview} tabIndex={0} aria-label={name}>
        <pre>{text.slice(0, end)}</pre>
      </section>
      {cut && (
        <div className={classes.previewFoot}>
          {t('files.more', { count: number.format(text.slice(end).split('\n').length - 1) })}
        </div>
      )}
    </>
  );
}
