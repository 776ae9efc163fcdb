import { ActionIcon, Group, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import { useStudio } from '../parts/studio-context';

/** One line that adds a gesture of one's own. */
export function NewGesture() {
  const { t } = useTranslation('record');
  const { project } = useStudio();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Gesture['kind']>('event');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    project.addGesture(name.trim(), kind);
    setName('');
  };
  return (
    <form onSubmit={add}>
      <Group gap="xs">
        <TextInput
          aria-label={t('guided.addName')}
          placeholder={t('guided.addName')}
          w="11rem"
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('guided.kind')}
          value={kind}
          data={[
            { value: 'event', label: t('guided.event') },
            { value: 'state', label: t('guided.state') },
          ]}
          onChange={(value) => setKind(value as Gesture['kind'])}
        />
        <Tooltip label={t('guided.add')}>
          <ActionIcon
            type="submit"
            variant="default"
            size={36}
            aria-label={t('guided.add')}
            disabled={name.trim() === ''}
          >
            <IconPlus size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </form>
  );
}
