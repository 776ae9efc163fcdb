import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Where a page will be in a moment. */
export function PageLoading() {
  const { t } = useTranslation('common');
  return (
    <Center h="100%" mih="12rem">
      <Loader type="dots" role="status" aria-label={t('loading')} />
    </Center>
  );
}
