import { Alert, Select, Stack, Switch, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StartingPoint } from '#core/model/trained-model';
import type { StartCandidate } from '#studio/starting-points';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { useUndoNotice } from '../parts/use-undo-notice';

const RANDOM = 'random';

export interface StartPickerProps {
  readonly start: StartingPoint | undefined;
  readonly disabled: boolean;
  /** With the model chosen, where one was. */
  onChange(start: StartingPoint | undefined, candidate?: StartCandidate): void;
}

/** Random weights, or a network that has learned something already. */
export function StartPicker({ start, disabled, onChange }: StartPickerProps) {
  const { t, i18n } = useTranslation('train');
  const { project: station } = useStudio();
  const { project, recordings } = useOpenProject();
  const offerUndo = useUndoNotice();
  const candidates = useCandidates(project.id);
  const channelNames = new Set(
    recordings.flatMap((one) => one.channels.map((channel) => channel.name)),
  );
  const percent = new Intl.NumberFormat(i18n.language, {
    style: 'percent',
    maximumFractionDigits: 0,
  });

  const nameOf = ({ from, name }: StartCandidate) =>
    from === 'general' ? t('startFrom.general') : (name ?? '');
  const options = candidates.map((candidate) => {
    const { model } = candidate;
    const lacks = model.channels.some(({ name }) => !channelNames.has(name));
    const macroF1 = model.judgement?.macroF1;
    const score = macroF1 === undefined ? '' : ` · F1 ${percent.format(macroF1)}`;
    return {
      value: keyOf(candidate.from),
      label: lacks
        ? t('startFrom.lacks', { name: nameOf(candidate) })
        : `${nameOf(candidate)} · ${t(`preset.${model.recipe.preset}.name`)}${score}`,
      disabled: lacks,
    };
  });
  const gone = start && !candidates.some(({ from }) => keyOf(from) === keyOf(start.from));
  const chosen = start && candidates.find(({ from }) => keyOf(from) === keyOf(start.from));

  const choose = (key: string | null) => {
    const before = { recipe: project.recipe, windowing: project.windowing };
    const candidate = candidates.find(({ from }) => keyOf(from) === key);
    if (!candidate) {
      onChange(undefined);
      return;
    }
    const { from } = candidate;
    onChange({ from, name: nameOf(candidate), freeze: start?.freeze ?? false }, candidate);
    const { rateHz, lengthMs } = candidate.model.windowing;
    const { windowing } = project;
    if (rateHz === windowing.rateHz && lengthMs === windowing.lengthMs) return;
    offerUndo(t('startFrom.windowed', { name: nameOf(candidate), lengthMs, rateHz }), () =>
      station.update((one) => ({ ...one, ...before })),
    );
  };

  return (
    <Stack gap="xs" mb="md" maw="34rem">
      <Select
        label={t('startFrom.label')}
        description={t('startFrom.help')}
        data={[
          { value: RANDOM, label: t('startFrom.random') },
          ...options,
          ...(start && gone ? [{ value: keyOf(start.from), label: start.name }] : []),
        ]}
        value={start ? keyOf(start.from) : RANDOM}
        allowDeselect={false}
        disabled={disabled}
        onChange={choose}
      />
      {start && (
        <>
          <Switch
            label={t('startFrom.freeze')}
            description={t(start.freeze ? 'startFrom.freezeHelp' : 'startFrom.allHelp')}
            checked={start.freeze}
            disabled={disabled}
            onChange={(event) => onChange({ ...start, freeze: event.currentTarget.checked })}
          />
          {chosen && (
            <Text size="sm" c="dimmed">
              {t('startFrom.reads', {
                channels: chosen.model.channels.map(({ name }) => name).join(', '),
                rateHz: chosen.model.windowing.rateHz,
                lengthMs: chosen.model.windowing.lengthMs,
              })}
            </Text>
          )}
          {chosen && <KnownPeople candidate={chosen} />}
        </>
      )}
    </Stack>
  );
}

/** Says whom the starting network has met already: they are no judges of it. */
function KnownPeople({ candidate }: { candidate: StartCandidate }) {
  const { t } = useTranslation('train');
  const { sessions } = useOpenProject();
  const here = new Set(sessions.map(({ subject }) => subject));
  const known = candidate.subjects.filter((subject) => here.has(subject));
  if (known.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" p="xs" role="status">
      {t('startFrom.known', { names: known.join(', ') })}
    </Alert>
  );
}

function useCandidates(projectId: string): readonly StartCandidate[] {
  const { starting } = useStudio();
  const [found, setFound] = useState<readonly StartCandidate[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void starting.list(projectId).then(
      (list) => isCurrent && setFound(list),
      // Random weights are left to start from.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [starting, projectId]);
  return found;
}

function keyOf(from: StartingPoint['from']): string {
  return from === 'general' ? from : `project ${from.projectId}`;
}
