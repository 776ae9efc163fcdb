import { Alert, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { Recording } from '#core/dataset/session';
import type { DataWarning } from '#core/dataset/warnings';
import { windowCounts } from '#core/dataset/window-counts';
import type { Split, WindowSet } from '#core/dataset/window-set';
import { useClassNames } from './use-class-names';
import { WindowHeatMap } from './WindowHeatMap';

export interface WindowsSectionProps {
  readonly set: WindowSet;
  readonly split: Split;
  readonly warnings: readonly DataWarning[];
  readonly gestures: readonly Gesture[];
  readonly recordings: readonly Recording[];
}

/** What there is to train on: windows by gesture and group, and what they cannot carry. */
export function WindowsSection(props: WindowsSectionProps) {
  const { set, split, warnings, gestures, recordings } = props;
  const { t } = useTranslation('train');
  const classNames = useClassNames(set.classes, gestures);
  const { groups, counts } = windowCounts(set, split);
  const groupNames = groups.map((one) => recordings.find(({ id }) => id === one)?.name ?? one);
  const heldOut = new Set(
    split.heldOutGroups.map((one) => recordings.find(({ id }) => id === one)?.name ?? one),
  );
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('windows.summary', {
          count: set.count,
          length: set.options.lengthMs,
          train: split.train.length,
          validation: split.validation.length,
          heldOut: split.heldOut.length,
        })}
      </Text>
      <WindowHeatMap
        classNames={classNames}
        groupNames={groupNames}
        counts={counts}
        heldOut={heldOut}
      />
      {warnings.length > 0 && (
        <Alert
          color="yellow"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('warnings.title')}
        >
          <List size="sm">
            {warnings.map((warning) => (
              <List.Item key={JSON.stringify(warning)}>
                {t(`warnings.${warning.code}`, wordsOf(warning, set.classes, classNames))}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

/** The warning's figures, its class under the name that a person gave it. */
function wordsOf(
  warning: DataWarning,
  classes: readonly string[],
  names: readonly string[],
): Record<string, unknown> {
  const className = 'className' in warning ? warning.className : undefined;
  const index = className === undefined ? -1 : classes.indexOf(className);
  return { ...warning, gesture: names[index] ?? className };
}
