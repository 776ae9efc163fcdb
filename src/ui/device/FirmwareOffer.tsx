import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WEARABLE_FOLDER, wearableFolder } from '#core/firmware/wearable-folder';
import { useStudio } from '../parts/studio-context';
import { zipFiles } from '../parts/zip-files';

/** The firmware that makes a board of one's own a wearable, as an Arduino library. */
export function FirmwareOffer() {
  const { t } = useTranslation('device');
  const { platform } = useStudio();
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const bytes = await zipFiles(wearableFolder(await platform.wearableSources()));
      platform.download(`${WEARABLE_FOLDER}.zip`, bytes, 'application/zip');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Text size="sm" c="dimmed" component="div">
      {t('firmware.text')}{' '}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconDownload size={15} aria-hidden />}
        loading={isBusy}
        onClick={() => void download()}
      >
        {t('firmware.download')}
      </Button>
    </Text>
  );
}
