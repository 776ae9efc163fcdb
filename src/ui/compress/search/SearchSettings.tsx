import { Checkbox, Chip, Group, Input, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TuningLimits } from '#core/tuner/tuning';
import { CountField } from '../../parts/CountField';
import { LimitFields } from './LimitFields';
import { choiceCount, type Dimension, type SearchForm, withChosen } from './search-form';
import { type ChoiceNames, useChoiceNames } from './use-choice-names';

const DIMENSIONS: readonly Dimension[] = [
  'lengthsMs',
  'channelSets',
  'presets',
  'widths',
  'compressions',
];
const MOST_CANDIDATES = 1000;

export interface SearchSettingsProps {
  readonly form: SearchForm;
  readonly limits: TuningLimits;
  readonly candidateCount: number;
  readonly disabled: boolean;
  onForm(form: SearchForm): void;
  onLimits(limits: TuningLimits): void;
  onCandidateCount(count: number): void;
}

/** What the model may take, what is chosen among, and how many choices are tried. */
export function SearchSettings(props: SearchSettingsProps) {
  const { form, limits, candidateCount, disabled } = props;
  const { t, i18n } = useTranslation('compress');
  const names = useChoiceNames();
  const ways = choiceCount(form);
  return (
    <Stack gap="md">
      <LimitFields limits={limits} disabled={disabled} onChange={props.onLimits} />
      {DIMENSIONS.map((dimension) => (
        <Choices
          key={dimension}
          dimension={dimension}
          form={form}
          names={names}
          disabled={disabled}
          onForm={props.onForm}
        />
      ))}
      <div>
        <CountField
          label={t('search.candidates')}
          value={candidateCount}
          least={2}
          most={MOST_CANDIDATES}
          disabled={disabled}
          onChange={props.onCandidateCount}
        />
        <Text size="xs" c="dimmed" mt={6}>
          {t('search.ways', { ways: new Intl.NumberFormat(i18n.language).format(ways) })}
        </Text>
      </div>
    </Stack>
  );
}

interface ChoicesProps {
  readonly dimension: Dimension;
  readonly form: SearchForm;
  readonly names: ChoiceNames;
  readonly disabled: boolean;
  onForm(form: SearchForm): void;
}

/** One thing that is searched, a chip a choice; recipes take more words and stand below each other. */
function Choices({ dimension, form, names, disabled, onForm }: ChoicesProps) {
  const { t } = useTranslation('compress');
  const label = t(`search.${dimension}`);
  const labels = labelsOf(form, dimension, names);
  const value = form.chosen[dimension].map(String);
  const choose = (ticked: readonly string[]) =>
    onForm(withChosen(form, dimension, ticked.map(Number)));
  return (
    <Input.Wrapper label={label} labelElement="div" size="xs" role="group" aria-label={label}>
      {dimension === 'compressions' ? (
        <Checkbox.Group value={value} onChange={choose}>
          <Stack gap={5} mt={5}>
            {labels.map(({ key, name }, at) => (
              <Checkbox
                key={key}
                value={String(at)}
                size="xs"
                disabled={disabled}
                label={at === 0 ? t('search.own', { name }) : name}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : (
        <Chip.Group multiple value={value} onChange={choose}>
          <Group gap={5} mt={5}>
            {labels.map(({ key, name }, at) => (
              <Chip key={key} value={String(at)} size="xs" variant="light" disabled={disabled}>
                {name}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
    </Input.Wrapper>
  );
}

/** A choice and what it is called; two recipes may go by one name. */
interface Label {
  readonly key: string;
  readonly name: string;
}

function labelsOf({ options }: SearchForm, dimension: Dimension, names: ChoiceNames): Label[] {
  const label = <T,>(list: readonly T[], nameOf: (one: T) => string) =>
    list.map((one) => ({ key: JSON.stringify(one), name: nameOf(one) }));
  switch (dimension) {
    case 'lengthsMs':
      return label(options.lengthsMs, names.length);
    case 'channelSets':
      return label(options.channelSets, names.channels);
    case 'presets':
      return label(options.presets, names.preset);
    case 'widths':
      return label(options.widths, names.width);
    case 'compressions':
      return label(options.compressions, names.recipe);
  }
}
