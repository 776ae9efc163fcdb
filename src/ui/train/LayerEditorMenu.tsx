import { Button, Menu, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LayerSpec } from '#core/model/architecture';
import { LAYER_KINDS } from '#core/model/architecture-edits';
import classes from './LayerEditor.module.css';

export interface LayerAddMenuProps {
  /** Adds to a block, which takes no other blocks. */
  readonly within?: boolean;
  /** Where the layer goes, in words. */
  readonly place?: string;
  readonly disabled: boolean;
  onAdd(kind: LayerSpec['kind']): void;
}

/** The kinds of layers, each with what it does. */
export function LayerAddMenu({ within = false, place, disabled, onAdd }: LayerAddMenuProps) {
  const { t } = useTranslation('train');
  const kinds = within ? LAYER_KINDS.filter((kind) => kind !== 'residual') : LAYER_KINDS;
  return (
    <Menu position="bottom-start" withinPortal transitionProps={{ duration: 100 }} width={300}>
      <Menu.Target>
        <Button
          variant="subtle"
          size={within ? 'compact-xs' : 'compact-sm'}
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={disabled}
          {...(within ? { className: classes.addInside } : {})}
        >
          {t(within ? 'layers.addInside' : 'layers.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {place !== undefined && <Menu.Label>{place}</Menu.Label>}
        {kinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => onAdd(kind)}>
            <Text size="sm">{t(`layers.kind.${kind}.name`)}</Text>
            <Text size="xs" c="dimmed">
              {t(`layers.kind.${kind}.what`)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
