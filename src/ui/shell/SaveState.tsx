import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Hint } from '../parts/Hint';
import { useOpenProject } from '../parts/use-open-project';
import classes from './SaveState.module.css';

/** Whether the project as shown is also the project as stored. */
export function SaveState() {
  const { t } = useTranslation(['common', 'errors']);
  const { saving, saveFailure } = useOpenProject();
  if (saving === 'failed') {
    const advice = saveFailure === undefined ? '' : t(`errors:codes.${saveFailure.code}.advice`);
    return (
      <Hint label={t('project.failedWhy', { advice })}>
        <button type="button" className={classes.failed}>
          <IconAlertTriangle size={15} aria-hidden />
          <span role="alert">{t('project.failed')}</span>
        </button>
      </Hint>
    );
  }
  return (
    <span className={classes.state} role="status">
      {saving === 'saved' && <IconCheck size={14} aria-hidden />}
      <span className={classes.words}>{t(`project.${saving}`)}</span>
    </span>
  );
}
