import { Button, Menu, Text } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { NAMED_RECIPES } from '#core/compress/named-recipes';
import classes from './NamedRecipes.module.css';
import { recipeKey } from './recipe-key';

export interface NamedRecipesProps {
  readonly recipe: CompressionRecipe;
  readonly disabled: boolean;
  onChoose(recipe: CompressionRecipe): void;
}

/** Recipes to start from, each with what it does; the one that stands in the list is named. */
export function NamedRecipes({ recipe, disabled, onChoose }: NamedRecipesProps) {
  const { t } = useTranslation('compress');
  const key = recipeKey(recipe);
  const current = NAMED_RECIPES.find((one) => recipeKey(one.recipe) === key);
  return (
    <Menu position="bottom-end" width={360} withinPortal transitionProps={{ duration: 100 }}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          disabled={disabled}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {current ? t(`named.${current.id}.name`) : t('named.own')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Label>{t('named.label')}</Menu.Label>
        {NAMED_RECIPES.map(({ id, tensorflowName, recipe: ready }) => (
          <Menu.Item
            key={id}
            onClick={() => onChoose(ready)}
            rightSection={
              current?.id === id && <IconCheck size={16} aria-label={t('named.current')} />
            }
          >
            <Text size="sm" fw={550}>
              {t(`named.${id}.name`)}
              {tensorflowName !== undefined && (
                <code className={classes.code}>{tensorflowName}</code>
              )}
            </Text>
            <Text size="xs" c="dimmed" className={classes.what}>
              {t(`named.${id}.what`)}
            </Text>
          </Menu.Item>
        ))}
        <Text size="xs" c="dimmed" className={classes.note}>
          {t('named.note')}
        </Text>
      </Menu.Dropdown>
    </Menu>
  );
}
