import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

const PATHS = { recipe: '/compress', search: '/compress/search' } as const;

/** One recipe by hand, or a search among many: each has its own address. */
export function ViewSwitch({ view }: { view: keyof typeof PATHS }) {
  const { t } = useTranslation('compress');
  const [, navigate] = useLocation();
  return (
    <SegmentedControl
      size="sm"
      value={view}
      aria-label={t('view.label')}
      data={[
        { value: 'recipe', label: t('view.recipe') },
        { value: 'search', label: t('view.search') },
      ]}
      onChange={(next) => navigate(PATHS[next as keyof typeof PATHS])}
    />
  );
}
