import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface PictureQuestionProps {
  /** Undefined: nothing is written. */
  onAnswer(withPictures: boolean | undefined): void;
}

/** Whether the camera's pictures go into the file that is about to be written. */
export default function PictureQuestion({ onAnswer }: PictureQuestionProps) {
  const { t } = useTranslation('common');
  return (
    <Modal
      opened
      onClose={() => onAnswer(undefined)}
      title={t('pictures.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text size="sm">{t('pictures.text')}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => onAnswer(true)}>
          {t('pictures.with')}
        </Button>
        <Button data-autofocus onClick={() => onAnswer(false)}>
          {t('pictures.without')}
        </Button>
      </Group>
    </Modal>
  );
}
