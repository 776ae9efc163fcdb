import { ActionIcon, Table, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './ModelFiles.module.css';
import type { ExportFiles } from './use-export-files';

/** What each form of the model is: keys of the text resource. */
const WHAT: Readonly<Record<string, string>> = {
  'model.tflite': 'models.int8',
  'model_float_io.tflite': 'models.floatEnds',
  'model_float32.tflite': 'models.float32',
};

/** The model in each of its forms, and the recordings behind it. */
export function ModelFiles({ files }: { files: ExportFiles }) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Table fz="sm" verticalSpacing={6} className={classes.table}>
      <Table.Tbody>
        {[...files.tflites].map(([name, bytes]) => (
          <Row
            key={name}
            name={name}
            what={t(WHAT[name] ?? '')}
            size={`${number.format(bytes.length)} B`}
            onDownload={() => files.download(name, bytes)}
          />
        ))}
        {files.recordingCount > 0 && (
          <Row
            name="recordings/*.csv"
            what={t('models.recordings')}
            size={t('files.recordings', { count: files.recordingCount })}
            onDownload={() => void files.downloadRecordings()}
          />
        )}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  readonly name: string;
  readonly what: string;
  readonly size: string;
  onDownload(): void;
}

function Row({ name, what, size, onDownload }: RowProps) {
  const { t } = useTranslation('export');
  const label = t('files.download', { name });
  return (
    <Table.Tr data-testid={`file-${name}`}>
      <Table.Th scope="row">
        <code className={classes.name}>{name}</code>
        <div className={classes.what}>{what}</div>
      </Table.Th>
      <Table.Td className={classes.size}>{size}</Table.Td>
      <Table.Td w={48}>
        <Tooltip label={label}>
          <ActionIcon variant="subtle" size={32} aria-label={label} onClick={onDownload}>
            <IconDownload size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}
