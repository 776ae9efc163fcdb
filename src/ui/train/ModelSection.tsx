import { Alert, Button, Collapse, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useCallback, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelSize } from '#core/model/architecture';
import { outlineArchitecture } from '#core/model/architecture-outline';
import { architectureOf } from '#core/model/build-graph';
import type { ModelRecipe, PresetId } from '#core/model/trained-model';
import { SliderField } from '../parts/SliderField';
import { useStudio } from '../parts/studio-context';
import { useEdits } from '../parts/use-edits';
import { useUndoNotice } from '../parts/use-undo-notice';
import { LayerEditor } from './LayerEditor';
import { LayerEditorTotals } from './LayerEditorTotals';
import { PresetCards } from './PresetCards';

const NARROWEST = 0.25;
const WIDEST = 2;

/** What of a recipe says which network is trained. */
type NetworkChoice = Pick<ModelRecipe, 'preset' | 'width' | 'architecture'>;

export interface ModelSectionProps {
  readonly recipe: ModelRecipe;
  readonly size: ModelSize;
  readonly disabled: boolean;
}

/** Which network is trained: a preset, how wide it is, or layers edited by hand. */
export function ModelSection({ recipe, size, disabled }: ModelSectionProps) {
  const { t, i18n } = useTranslation('train');
  const { project: station } = useStudio();
  const offerUndo = useUndoNotice();
  const [opened, { toggle }] = useDisclosure(false);
  const panel = useId();
  const { preset, width, architecture: edited } = recipe;
  const { frames, channels, classCount } = size;

  const now = useMemo(
    () => choiceOf({ preset, width, architecture: edited }),
    [preset, width, edited],
  );
  const write = useCallback(
    (choice: NetworkChoice) =>
      station.update((one) => {
        const { preset: _p, width: _w, architecture: _a, ...rest } = one.recipe;
        return { ...one, recipe: { ...rest, ...choice } };
      }),
    [station],
  );
  const { change, undo, redo } = useEdits(now, write);

  const architecture = useMemo(
    () => architectureOf(now, { frames, channels }),
    [now, frames, channels],
  );
  const outline = useMemo(
    () => outlineArchitecture(architecture, { frames, channels, classCount }),
    [architecture, frames, channels, classCount],
  );
  const choosePreset = useCallback(
    (id: PresetId) => {
      change(choiceOf({ preset: id, width }), 'preset');
      if (!edited) return;
      offerUndo(t('layers.dropped', { name: t(`preset.${id}.name`) }), () => write(now));
    },
    [change, width, edited, offerUndo, t, write, now],
  );
  const percent = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 });

  return (
    <>
      <PresetCards
        value={edited ? undefined : preset}
        width={width}
        frames={frames}
        channels={channels}
        classCount={classCount}
        disabled={disabled}
        onChange={choosePreset}
      />
      {edited ? (
        <Alert color="petrol" variant="light" mt="md" p="xs" role="status">
          <Group justify="space-between" gap="xs">
            <Text size="sm">{t('layers.edited', { name: t(`preset.${preset}.name`) })}</Text>
            <Button
              size="compact-sm"
              variant="default"
              disabled={disabled}
              onClick={() => change(choiceOf({ preset, width }), 'preset')}
            >
              {t('layers.toPreset')}
            </Button>
          </Group>
        </Alert>
      ) : (
        <div style={{ maxWidth: '26rem', marginTop: '1rem' }}>
          <SliderField
            label={t('layers.width')}
            value={width ?? 1}
            least={NARROWEST}
            most={WIDEST}
            increment={0.25}
            format={(value) => `${percent.format(value)} ×`}
            disabled={disabled}
            onChange={(value) => change(choiceOf({ preset, width: value }), 'width')}
          />
          <Text size="xs" c="dimmed" mt={2}>
            {t('layers.widthHelp')}
          </Text>
        </div>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        mt="md"
        onClick={toggle}
        aria-expanded={opened}
        aria-controls={panel}
        rightSection={<IconChevronDown size={16} aria-hidden />}
      >
        {t(opened ? 'layers.hide' : 'layers.edit')}
      </Button>
      {outline.misfit && !opened && (
        <Text size="sm" c="var(--danger-text)" mt="xs" role="status">
          {t('layers.blocked')}
        </Text>
      )}
      <Collapse expanded={opened} id={panel} transitionDuration={120}>
        <div style={{ marginTop: '0.75rem' }}>
          <LayerEditor
            architecture={architecture}
            outline={outline}
            disabled={disabled}
            onChange={(next, what) => change({ ...now, architecture: next }, what)}
            onUndo={undo}
            onRedo={redo}
          />
          {opened && <LayerEditorTotals architecture={architecture} size={size} />}
        </div>
      </Collapse>
    </>
  );
}

/** Without keys for what is not there: a width of 1 is the preset as it is. */
function choiceOf(choice: {
  preset: PresetId;
  width?: number | undefined;
  architecture?: NetworkChoice['architecture'] | undefined;
}): NetworkChoice {
  const { preset, width, architecture } = choice;
  return {
    preset,
    ...(width === undefined || width === 1 ? {} : { width }),
    ...(architecture === undefined ? {} : { architecture }),
  };
}
