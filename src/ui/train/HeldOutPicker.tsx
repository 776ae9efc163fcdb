import { Button, Chip, Group, Input, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface HeldOutPickerProps {
  /** Everybody in the project. */
  readonly subjects: readonly string[];
  /** As in `ModelRecipe`; empty: chosen by the seed. */
  readonly picked: readonly string[];
  /** Who is held out as things stand; absent while that is being worked out. */
  readonly heldOut: readonly string[] | undefined;
  readonly seed: number;
  readonly disabled: boolean;
  onChange(subjects: readonly string[]): void;
}

/** Who is kept from training: picked by name, or left to the seed. */
export function HeldOutPicker(props: HeldOutPickerProps) {
  const { subjects, picked, heldOut, seed, disabled, onChange } = props;
  const { t } = useTranslation('train');
  const known = picked.filter((name) => subjects.includes(name));
  const everybody = known.length === subjects.length;
  return (
    <Input.Wrapper
      label={t('settings.heldOut')}
      description={t('settings.heldOutHelp')}
      labelElement="div"
      role="group"
      aria-label={t('settings.heldOut')}
    >
      <Chip.Group multiple value={known} onChange={onChange}>
        <Group gap={6} mt={8}>
          {subjects.map((name) => (
            <Chip key={name} value={name} size="xs" disabled={disabled}>
              {name}
            </Chip>
          ))}
          {known.length > 0 && (
            <Button
              variant="subtle"
              size="compact-xs"
              disabled={disabled}
              onClick={() => onChange([])}
            >
              {t('settings.heldOutReset')}
            </Button>
          )}
        </Group>
      </Chip.Group>
      <Text size="xs" c="dimmed" mt={6} role="status" mih="1.25rem">
        {everybody && `${t('settings.heldOutAll')} `}
        {(everybody || known.length === 0) &&
          heldOut !== undefined &&
          t('settings.heldOutBySeed', { seed, names: heldOut.join(', ') })}
      </Text>
    </Input.Wrapper>
  );
}
