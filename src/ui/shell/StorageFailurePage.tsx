import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#core/failure';
import { FailureNote } from '../parts/FailureNote';
import classes from './StorageFailurePage.module.css';

/** In place of everything: without the browser's storage there is nothing to work on. */
export function StorageFailurePage({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation('common');
  return (
    <main className={classes.page}>
      <FailureNote
        failure={failure}
        action={
          <Button size="compact-sm" onClick={() => window.location.reload()}>
            {t('reload')}
          </Button>
        }
      />
    </main>
  );
}
