import { ActionIcon, Autocomplete, Badge, NumberInput, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Import.module.css';
import { type DraftAction, type ImportDraft, needsRate, recordingOf } from './import-drafts';

export interface ImportFileTableProps {
  readonly drafts: readonly ImportDraft[];
  /** Names that a label can be chosen from. */
  readonly gestures: readonly string[];
  readonly people: readonly string[];
  readonly shownKey: number | undefined;
  onShow(key: number): void;
  onChange(action: DraftAction): void;
}

/** A line a file: what it is, of whom, how fast; the chosen one's columns are shown below. */
export function ImportFileTable(props: ImportFileTableProps) {
  const { t } = useTranslation('import');
  return (
    <div className={classes.scroll}>
      <table className={classes.files} aria-label={t('files')}>
        <thead>
          <tr>
            <th scope="col">{t('file')}</th>
            <th scope="col">{t('label')}</th>
            <th scope="col">{t('subject')}</th>
            <th scope="col">{t('rate')}</th>
            <th scope="col">{t('content')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {props.drafts.map((draft) => (
            <FileLine key={draft.key} draft={draft} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FileLine({ draft, ...props }: ImportFileTableProps & { draft: ImportDraft }) {
  const { t } = useTranslation('import');
  const { gestures, people, shownKey, onShow, onChange } = props;
  const { key, fileName } = draft;
  return (
    <tr data-shown={key === shownKey || undefined}>
      <th scope="row">
        <button
          type="button"
          className={classes.name}
          aria-pressed={key === shownKey}
          title={t('showColumns')}
          onClick={() => onShow(key)}
        >
          {fileName}
        </button>
      </th>
      <td>
        <LabelCell draft={draft} gestures={gestures} onChange={onChange} />
      </td>
      <td>
        <Autocomplete
          size="xs"
          w="9rem"
          aria-label={t('subjectOf', { name: fileName })}
          error={draft.subject.trim() === ''}
          maxLength={40}
          data={people}
          value={draft.subject}
          onChange={(subject) => onChange({ do: 'subject', key, subject })}
        />
      </td>
      <td data-number>
        <RateCell draft={draft} onChange={onChange} />
      </td>
      <td>
        <Content draft={draft} />
      </td>
      <td>
        <Tooltip label={t('leaveOut')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('leaveOutOf', { name: fileName })}
            onClick={() => onChange({ do: 'remove', key })}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}

type CellProps = Pick<ImportFileTableProps, 'onChange'> & { readonly draft: ImportDraft };

function LabelCell({ draft, gestures, onChange }: CellProps & { gestures: readonly string[] }) {
  const { t } = useTranslation('import');
  const { key, fileName, label } = draft;
  const spans = recordingOf(draft)?.spans ?? [];
  const labels = new Set(spans.map((span) => span.label));
  return (
    <Autocomplete
      size="xs"
      w="10rem"
      aria-label={t('labelOf', { name: fileName })}
      placeholder={labels.size > 0 ? t('labelsInside', { count: labels.size }) : t('noGesture')}
      maxLength={40}
      data={[...gestures]}
      value={label}
      onChange={(next) => onChange({ do: 'label', key, label: next })}
    />
  );
}

function RateCell({ draft, onChange }: CellProps) {
  const { t } = useTranslation('import');
  if (draft.phase !== 'read') return null;
  const recording = recordingOf(draft);
  if (!needsRate(draft)) {
    return <Text size="sm">{recording ? `${recording.rateHz.toFixed(1)} Hz` : '–'}</Text>;
  }
  return (
    <NumberInput
      size="xs"
      w="6.5rem"
      aria-label={t('rateOf', { name: draft.fileName })}
      error={draft.mapping.rateHz === undefined}
      min={1}
      max={10_000}
      decimalScale={3}
      suffix=" Hz"
      hideControls
      value={draft.mapping.rateHz ?? ''}
      onChange={(value) => {
        const rate = Number(value);
        onChange({ do: 'rate', key: draft.key, rateHz: rate > 0 ? rate : undefined });
      }}
    />
  );
}

function Content({ draft }: { draft: ImportDraft }) {
  const { t } = useTranslation('import');
  const { t: tErrors } = useTranslation('errors');
  if (draft.phase === 'waiting')
    return (
      <Text size="sm" c="dimmed">
        …
      </Text>
    );
  if (draft.phase === 'failed') {
    const { code, message } = draft.failure;
    return (
      <Text size="xs" c="red" title={message}>
        {tErrors(`codes.${code}.title`)}
      </Text>
    );
  }
  const recording = recordingOf(draft);
  if (!recording) {
    return (
      <Text size="xs" c="red">
        {t(needsRate(draft) && draft.mapping.rateHz === undefined ? 'needsRate' : 'needsColumns')}
      </Text>
    );
  }
  const { timestampMs, channels } = recording.signal;
  const seconds = (timestampMs.at(-1)! - timestampMs[0]!) / 1000;
  return (
    <>
      <Text size="sm" className={classes.figures}>
        {t('figures', { seconds: seconds.toFixed(1), channels: channels.length })}
      </Text>
      {recording.skippedRows > 0 && (
        <Badge
          size="sm"
          color="yellow"
          variant="light"
          tt="none"
          title={t('skippedFrom', { line: recording.firstSkippedLine ?? '–' })}
        >
          {t('skipped', { count: recording.skippedRows })}
        </Badge>
      )}
    </>
  );
}
