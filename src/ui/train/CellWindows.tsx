import { Button, Loader, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Split, WindowSet } from '#core/dataset/window-set';
import type { TrainedModel } from '#core/model/trained-model';
import { type FoundWindow, windowsBehind } from '#studio/windows-behind';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';

export interface Cell {
  readonly truth: number;
  readonly answer: number;
}

export interface CellWindowsProps {
  readonly cell: Cell | undefined;
  readonly model: TrainedModel;
  readonly set: WindowSet;
  readonly split: Split;
  readonly classNames: readonly string[];
  onClose(): void;
}

/** The windows behind one cell of the confusion matrix, each a way to its place in the labels. */
export function CellWindows({ cell, model, set, split, classNames, onClose }: CellWindowsProps) {
  const { t } = useTranslation('train');
  const { label } = useStudio();
  const { recordings } = useOpenProject();
  const [, navigate] = useLocation();
  const [found, setFound] = useState<readonly FoundWindow[]>();

  useEffect(() => {
    setFound(undefined);
    if (cell === undefined) return undefined;
    const controller = new AbortController();
    void windowsBehind(model, { set, split }, cell.truth, cell.answer, controller.signal).then(
      (windows) => {
        if (!controller.signal.aborted) setFound(windows);
      },
    );
    return () => controller.abort();
  }, [cell, model, set, split]);

  const open = ({ recordingId, startMs }: FoundWindow) => {
    label.open(recordingId, startMs + set.options.lengthMs / 2);
    navigate('/label');
  };
  const names = {
    truth: classNames[cell?.truth ?? 0] ?? '',
    answer: classNames[cell?.answer ?? 0] ?? '',
  };
  return (
    <Modal opened={cell !== undefined} onClose={onClose} title={t('cell.title', names)}>
      {found === undefined ? (
        <Loader size="sm" aria-label={t('cell.looking')} />
      ) : (
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t('cell.what', { count: found.length })}
          </Text>
          <ScrollArea.Autosize mah={360}>
            <Stack gap={4}>
              {found.map((one) => (
                <Button
                  key={`${one.recordingId} ${one.startMs}`}
                  variant="subtle"
                  size="compact-sm"
                  justify="space-between"
                  fullWidth
                  rightSection={<IconArrowRight size={14} aria-hidden />}
                  onClick={() => open(one)}
                >
                  {t('cell.window', {
                    recording:
                      recordings.find(({ id }) => id === one.recordingId)?.name ?? one.recordingId,
                    from: (one.startMs / 1000).toFixed(1),
                    to: ((one.startMs + set.options.lengthMs) / 1000).toFixed(1),
                  })}
                </Button>
              ))}
            </Stack>
          </ScrollArea.Autosize>
        </Stack>
      )}
    </Modal>
  );
}
