import { Button, SegmentedControl, Stack, Text, useMatches } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { FIRMWARE_KINDS, type FirmwareKind } from '#core/firmware/bundle';
import { OPERATOR_OF } from '#core/tflite/operator-names';
import { EmptyState } from '../parts/EmptyState';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { ArenaPicture } from './ArenaPicture';
import { BoardFigures } from './BoardFigures';
import { FileCheckPanel } from './FileCheckPanel';
import { FileList } from './FileList';
import { ModelFiles } from './ModelFiles';
import { OpenedModelSection } from './OpenedModelSection';
import { OperatorTable } from './OperatorTable';
import { useExportFiles } from './use-export-files';

/** The files that leave, what they cost on a board, and proof that they compute the same. */
export function ExportPage() {
  const { t } = useTranslation('export');
  const studio = useStudio();
  const { models } = useOpenProject();
  const check = useStore(studio.export.store);
  const [, navigate] = useLocation();
  const [target, setTarget] = useState<FirmwareKind>('cmake');
  const orientation = useMatches<'vertical' | 'horizontal'>({ base: 'vertical', xs: 'horizontal' });
  const { trained, compressed } = models;
  const files = useExportFiles(target);
  const sha256 = compressed?.sha256;

  useEffect(() => {
    const state = studio.export.store.getState();
    const known = state.phase === 'done' && state.sha256 === sha256;
    if (sha256 !== undefined && !known) void studio.export.check();
  }, [studio, sha256]);

  if (!trained || !compressed || !files) {
    return (
      <PageFrame title={t('title')} lead={t('lead')}>
        <Stack gap="xl">
          <EmptyState
            title={t('empty.title')}
            text={t('empty.what')}
            action={
              <Button onClick={() => navigate(trained ? '/compress' : '/train')}>
                {t(trained ? 'empty.compress' : 'empty.train')}
              </Button>
            }
          />
          <OpenedModelSection />
        </Stack>
      </PageFrame>
    );
  }

  const { graph } = compressed;
  return (
    <PageFrame
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button variant="default" onClick={() => navigate('/live')}>
          {t('live')}
        </Button>
      }
      next={{
        label: t(check.phase === 'running' ? 'checking' : `target.download.${target}`),
        disabled: files.folder.size === 0 ? t('target.reading') : undefined,
        loading: check.phase === 'running',
        onClick: () => void files.downloadFolder(),
      }}
    >
      <Stack gap="xl">
        {compressed.trainedAt !== trained.trainedAt && <Text role="status">{t('stale')}</Text>}
        <Section title={t('sections.check')}>
          <FileCheckPanel state={check} onAgain={() => void studio.export.check()} />
        </Section>
        <Section title={t('sections.target')}>
          <Stack gap="sm">
            <SegmentedControl
              value={target}
              orientation={orientation}
              onChange={(value) => setTarget(value as FirmwareKind)}
              data={FIRMWARE_KINDS.map((one) => ({ value: one, label: t(`target.${one}`) }))}
              aria-label={t('target.choose')}
              style={{ alignSelf: 'flex-start' }}
            />
            <Text size="sm" maw="46rem">
              {t(`target.what.${target}`)}
            </Text>
            <FileList files={files.folder} onDownload={files.download} />
          </Stack>
        </Section>
        <Section title={t('sections.models')}>
          <ModelFiles files={files} />
        </Section>
        <Section title={t('sections.board')}>
          <BoardFigures model={files.model} target={target} />
        </Section>
        <Section title={t('sections.arena')}>
          <ArenaPicture
            plan={files.plan}
            operators={graph.layers.map(({ kind }) => OPERATOR_OF[kind])}
          />
        </Section>
        <Section title={t('sections.operators')}>
          <OperatorTable graph={graph} errors={compressed.errors} />
        </Section>
        <OpenedModelSection />
      </Stack>
    </PageFrame>
  );
}
