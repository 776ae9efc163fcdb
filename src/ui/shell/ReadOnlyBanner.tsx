import { Button } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../parts/studio-context';
import classes from './ReadOnlyBanner.module.css';

/** Says why a project can only be looked at, and offers to change it once it is free. */
export function ReadOnlyBanner() {
  const { t } = useTranslation('common');
  const { project } = useStudio();
  const standing = useStore(project.store, (state) => {
    if (state.phase !== 'open' || !state.readOnly) return undefined;
    return state.freeAgain ? 'free' : 'taken';
  });
  if (standing === undefined) return null;
  const Icon = standing === 'free' ? IconLockOpen : IconLock;
  return (
    <div className={classes.banner} role="status" data-testid="read-only">
      <Icon size={17} stroke={1.8} aria-hidden />
      <span className={classes.text}>{t(`readOnly.${standing}`)}</span>
      {standing === 'free' && (
        <Button size="compact-sm" onClick={() => void project.editHere().catch(() => undefined)}>
          {t('readOnly.edit')}
        </Button>
      )}
    </div>
  );
}
