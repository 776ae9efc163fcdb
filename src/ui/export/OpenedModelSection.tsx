import { Button, Group, Loader, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { OpenedModelState } from '#studio/opened-model-store';
import { FailureNote } from '../parts/FailureNote';
import { Figure } from '../parts/Figure';
import { FileDrop } from '../parts/FileDrop';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { CheckResult } from './FileCheckPanel';
import { FloatLayerTable } from './FloatLayerTable';
import { OpenedInt8Model } from './OpenedInt8Model';

/** A `.tflite` file from any converter: looked into, run, and taken as C. */
export function OpenedModelSection() {
  const { t } = useTranslation('export');
  const { openedModel } = useStudio();
  const state = useStore(openedModel.store);
  return (
    <Section
      title={t('opened.title')}
      actions={
        state.phase !== 'closed' && (
          <Button variant="default" size="compact-sm" onClick={openedModel.close}>
            {t('opened.close')}
          </Button>
        )
      }
    >
      <Stack gap="md">
        {state.phase === 'open' ? (
          <OpenedModelView state={state} />
        ) : (
          <FileDrop
            accept=".tflite"
            onFiles={([file]) => void (file && openedModel.open(file))}
            disabled={state.phase === 'opening'}
          >
            <Group gap="sm" justify="center">
              {state.phase === 'opening' ? (
                <Loader size="xs" />
              ) : (
                <IconFileUpload size={22} aria-hidden />
              )}
              <Text size="sm">
                {state.phase === 'opening'
                  ? t('opened.opening', { name: state.fileName })
                  : t('opened.drop')}
              </Text>
            </Group>
          </FileDrop>
        )}
        {state.phase === 'failed' && <FailureNote failure={state.failure} />}
      </Stack>
    </Section>
  );
}

function OpenedModelView({ state }: { state: Extract<OpenedModelState, { phase: 'open' }> }) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  const brief = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 });
  const { opened, fileName } = state;
  const { model } = opened;
  return (
    <Stack gap="lg" data-testid="opened-model">
      <Text size="sm">
        <strong>{fileName}</strong>{' '}
        {t(`opened.kind.${model.kind === 'float' ? 'float32' : model.ends}`)}
      </Text>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure label={t('opened.size')} value={number.format(opened.sizeBytes)} unit="B" />
        <Figure label={t('opened.operators')} value={model.graph.layers.length} />
        <Figure label={t('opened.runs')} value={number.format(opened.runs)} />
        <Figure
          label={t('opened.mean')}
          value={brief.format(opened.meanMs)}
          unit="ms"
          hint={t('opened.here')}
        />
      </SimpleGrid>
      {opened.check && <CheckResult check={opened.check} />}
      {opened.checkRefused !== undefined && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t('opened.refused', { detail: opened.checkRefused })}
        </Text>
      )}
      {model.kind === 'int8' ? (
        <OpenedInt8Model graph={model.graph} />
      ) : (
        <FloatLayerTable graph={model.graph} />
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        SHA-256 {opened.sha256}
      </Text>
    </Stack>
  );
}
