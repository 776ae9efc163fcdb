import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '#core/failure';
import { FailureNote } from '../parts/FailureNote';
import { PageFrame } from '../parts/PageFrame';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a page that breaks from taking the frame, the recording and the device with it. */
export class PageBoundary extends Component<PageBoundaryProps, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (!('error' in this.state)) return this.props.children;
    return <BrokenPage error={this.state.error} />;
  }
}

function BrokenPage({ error }: { error: unknown }) {
  const { t } = useTranslation('common');
  const detail = error instanceof Error ? error.message : String(error);
  return (
    <PageFrame title={t('broken.title')} lead={t('broken.text')}>
      <FailureNote
        failure={
          error instanceof Failure ? error : new Failure('engine-crashed', detail, { cause: error })
        }
        action={
          <Button size="compact-sm" onClick={() => window.location.reload()}>
            {t('reload')}
          </Button>
        }
      />
    </PageFrame>
  );
}
