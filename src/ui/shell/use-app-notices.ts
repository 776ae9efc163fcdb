import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../parts/studio-context';

/** Tells a person what an app has to say, whatever page is open: here and by the system. */
export function useAppNotices(): void {
  const { i18n } = useTranslation();
  const { apps, platform } = useStudio();
  useEffect(
    () =>
      apps.listen(async ({ downMinutes, windowMinutes }) => {
        // Its texts come with the first reminder, not with the first page.
        await i18n.loadNamespaces('apps');
        const title = i18n.t('apps:sedentary.title');
        const message = i18n.t('apps:sedentary.notice', {
          down: downMinutes,
          window: windowMinutes,
        });
        notifications.show({ title, message, autoClose: false, color: 'orange' });
        await platform.notify(title, message);
      }),
    [apps, platform, i18n],
  );
}
