import { Group, Progress, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { Judgement } from '#core/model/judgement';
import { Figure } from '../parts/Figure';
import { GestureDot } from '../parts/GestureDot';
import { ConfusionMatrix } from './ConfusionMatrix';
import classes from './JudgementView.module.css';

export interface JudgementViewProps {
  readonly judgement: Judgement;
  readonly classNames: readonly string[];
  /** The gesture of each class; absent for "nothing". */
  readonly classGestures: readonly (Gesture | undefined)[];
  readonly heldOutBy: 'subject' | 'recording' | 'none';
  readonly heldOutNames: readonly string[];
  onOpenCell?(truth: number, answer: number): void;
}

const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);

/** The held-out result: headline figures, confusion matrix, scores by class and by group. */
export function JudgementView(props: JudgementViewProps) {
  const { judgement, classNames, classGestures, heldOutBy, heldOutNames, onOpenCell } = props;
  const { t } = useTranslation('train');
  const { groupAccuracy } = judgement;
  const constant = constantAnswer(judgement);
  const chance = (share: number) =>
    t('result.chance', { percent: percent(share), name: classNames[constant.answer] ?? '' });
  return (
    <Stack gap="lg">
      <Group gap="xl" align="flex-start">
        <Figure
          label={t('result.macroF1')}
          value={percent(judgement.macroF1)}
          hint={chance(constant.macroF1)}
          testId="macro-f1"
        />
        <Figure
          label={t('result.accuracy')}
          value={percent(judgement.accuracy)}
          hint={chance(constant.accuracy)}
        />
        <Figure label={t('result.rejection')} value={percent(judgement.rejectionRate)} />
        {groupAccuracy.length > 1 && (
          <Figure
            label={t(`result.perGroup.${heldOutBy}`)}
            value={meanAndDeviation(groupAccuracy)}
            unit="%"
            hint={t('result.spread', {
              low: percent(Math.min(...groupAccuracy)),
              high: percent(Math.max(...groupAccuracy)),
              count: groupAccuracy.length,
            })}
          />
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t(`result.basis.${heldOutBy}`, {
          count: judgement.windowCount,
          groups: heldOutNames.join(', '),
        })}
      </Text>
      <div className={classes.columns}>
        <ConfusionMatrix
          names={classNames}
          confusion={judgement.confusion}
          {...(onOpenCell === undefined ? {} : { onOpen: onOpenCell })}
        />
        <Stack gap="lg">
          <div className={classes.scroll}>
            <Table fz="sm" verticalSpacing={4} horizontalSpacing={6} className={classes.scores}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('scores.class')}</Table.Th>
                  <Table.Th>{t('scores.precision')}</Table.Th>
                  <Table.Th>{t('scores.recall')}</Table.Th>
                  <Table.Th>F1</Table.Th>
                  <Table.Th>{t('scores.windows')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {judgement.classScores.map((score, index) => (
                  <Table.Tr key={classNames[index]}>
                    <Table.Th scope="row">
                      <span className={classes.name}>
                        <GestureDot gesture={classGestures[index]} />
                        {classNames[index]}
                      </span>
                    </Table.Th>
                    <Table.Td>{percent(score.precision)}</Table.Td>
                    <Table.Td>{percent(score.recall)}</Table.Td>
                    <Table.Td>{percent(score.f1)}</Table.Td>
                    <Table.Td>{score.support}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
          {heldOutNames.length > 0 && (
            <Stack gap={6}>
              <Text size="sm" fw={600}>
                {t(`result.byGroup.${heldOutBy}`)}
              </Text>
              {heldOutNames.map((name, index) => {
                const share = groupAccuracy[index] ?? 0;
                return (
                  <Group key={name} gap="sm" wrap="nowrap">
                    <Text size="sm" w={110} truncate title={name}>
                      {name}
                    </Text>
                    <Progress
                      value={share * 100}
                      flex={1}
                      aria-label={t('result.groupAccuracy', { name })}
                    />
                    <Text size="sm" w={64} ta="right">
                      {percent(share)}
                    </Text>
                  </Group>
                );
              })}
            </Stack>
          )}
        </Stack>
      </div>
    </Stack>
  );
}

/** `mean ± standard deviation` over the held-out groups, in percent. */
function meanAndDeviation(shares: readonly number[]): string {
  const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length;
  const variance = shares.reduce((sum, one) => sum + (one - mean) ** 2, 0) / shares.length;
  return `${(mean * 100).toFixed(1)} ± ${(Math.sqrt(variance) * 100).toFixed(1)}`;
}

/** What one would score by answering each window with the class that has the most. */
function constantAnswer({ classScores, windowCount }: Judgement) {
  const supports = classScores.map(({ support }) => support);
  const most = Math.max(...supports);
  const accuracy = windowCount === 0 ? 0 : most / windowCount;
  const present = supports.filter((support) => support > 0).length;
  // Precision is the accuracy, recall 1; every other class has an F1 of 0.
  const macroF1 = present === 0 ? 0 : (2 * accuracy) / (1 + accuracy) / present;
  return { answer: supports.indexOf(most), accuracy, macroF1 };
}
