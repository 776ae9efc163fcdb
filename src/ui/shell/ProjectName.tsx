import { useTranslation } from 'react-i18next';
import { NameField } from '../parts/NameField';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';

/** The open project's name, edited where it stands. */
export function ProjectName() {
  const { t } = useTranslation('common');
  const studio = useStudio();
  const { project, readOnly = false } = useOpenProject();
  return (
    <NameField
      label={t('project.name')}
      name={project.name}
      disabled={readOnly}
      onRename={(name) => studio.project.update((now) => ({ ...now, name }))}
    />
  );
}
