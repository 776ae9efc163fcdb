import { Select, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Role } from '#core/apps/roles';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import classes from './AppFrame.module.css';

/** Which of the project's gestures plays each role; the names suggest it, a person may choose. */
export function RolePicker({ roles }: { readonly roles: readonly Role[] }) {
  const { t } = useTranslation('apps');
  const { apps } = useStudio();
  const { project } = useOpenProject();
  const chosen = useStore(apps.store, (state) => state.roles);
  const missing = roles.some((role) => chosen[role] === undefined);
  return (
    <details className={classes.roles} open={missing || undefined}>
      <summary>{t(missing ? 'roles.missing' : 'roles.title')}</summary>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} mt="sm">
        {roles.map((role) => (
          <Select
            key={role}
            label={t(`roles.${role}`)}
            placeholder={t('roles.none')}
            data={project.gestures.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen[role] ?? null}
            clearable
            onChange={(id) => apps.chooseRole(role, id ?? undefined)}
          />
        ))}
      </SimpleGrid>
    </details>
  );
}
