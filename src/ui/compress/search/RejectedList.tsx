import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RejectedCandidate } from '#core/tuner/tuning';
import classes from './RejectedList.module.css';
import type { ChoiceNames } from './use-choice-names';

/** A list no longer than this says enough. */
const MOST_SHOWN = 30;

export interface RejectedListProps {
  readonly rejected: readonly RejectedCandidate[];
  readonly names: ChoiceNames;
}

/** Candidates that break a limit, and which: their costs were known before training. */
export function RejectedList({ rejected, names }: RejectedListProps) {
  const { t, i18n } = useTranslation('compress');
  if (rejected.length === 0) return null;
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <details className={classes.details}>
      <summary>{t('search.rejected', { count: rejected.length })}</summary>
      <ul>
        {rejected.slice(0, MOST_SHOWN).map(({ id, choice, cost, breaks }) => (
          <li key={id}>
            {names.preset(choice.preset)} {names.width(choice.width)},{' '}
            {names.length(choice.lengthMs)}, {names.channels(choice.channelNames)}:{' '}
            {breaks
              .map((name) => {
                const taken = {
                  flashBytes: cost.sizeBytes,
                  ramBytes: cost.arenaBytes,
                  macs: cost.macs,
                };
                return t(`search.breaks.${name}`, { amount: number.format(taken[name]) });
              })
              .join(', ')}
          </li>
        ))}
      </ul>
      {rejected.length > MOST_SHOWN && (
        <Text size="xs" c="dimmed">
          {t('search.more', { count: rejected.length - MOST_SHOWN })}
        </Text>
      )}
    </details>
  );
}
