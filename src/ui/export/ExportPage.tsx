import { Button, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { EmptyState } from '../parts/EmptyState';
import { PageFrame } from '../parts/PageFrame';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { BoardFigures } from './BoardFigures';
import { FileCheckPanel } from './FileCheckPanel';
import { FileList } from './FileList';
import { useExportFiles } from './use-export-files';

/** The files that leave, what they cost on a board, and proof that they compute the same. */
export function ExportPage() {
  const { t } = useTranslation('export');
  const studio = useStudio();
  const { project, models } = useOpenProject();
  const check = useStore(studio.export.store);
  const [, navigate] = useLocation();
  const { trained, compressed } = models;
  const files = useExportFiles();
  const sha256 = compressed?.sha256;

  useEffect(() => {
    const state = studio.export.store.getState();
    const known = state.phase === 'done' && state.sha256 === sha256;
    if (sha256 !== undefined && !known) void studio.export.check();
  }, [studio, sha256]);

  if (!trained || !compressed || !files) {
    return (
      <PageFrame title={t('title')} lead={t('lead')}>
        <EmptyState
          title={t('empty.title')}
          text={t('empty.what')}
          action={
            <Button onClick={() => navigate(trained ? '/compress' : '/train')}>
              {t(trained ? 'empty.compress' : 'empty.train')}
            </Button>
          }
        />
      </PageFrame>
    );
  }

  const baseName = fileNameOf(project.name);
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
        label: t(check.phase === 'running' ? 'checking' : 'downloadAll'),
        loading: check.phase === 'running',
        onClick: () => void files.downloadAll(`${baseName}.zip`),
      }}
    >
      <Stack gap="xl">
        {compressed.trainedAt !== trained.trainedAt && <Text role="status">{t('stale')}</Text>}
        <Section title={t('sections.check')}>
          <FileCheckPanel state={check} onAgain={() => void studio.export.check()} />
        </Section>
        <Section title={t('sections.files')}>
          <FileList files={files} />
        </Section>
        <Section title={t('sections.board')}>
          <BoardFigures compressed={compressed} model={files.model} />
        </Section>
      </Stack>
    </PageFrame>
  );
}

/** A project's name as the name of a file on every system. */
function fileNameOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '') || 'nodlab';
}
