import { Collapse } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { ConversionSettings } from './ConversionSettings';
import classes from './RecipeList.module.css';

export interface ConversionRowProps {
  readonly recipe: CompressionRecipe;
  readonly open: boolean;
  readonly disabled: boolean;
  onToggle(): void;
  /** `what` names the setting. */
  onChange(recipe: CompressionRecipe, what: string): void;
}

/** The end of every recipe: int8, which can be set but neither moved nor switched off. */
export function ConversionRow(props: ConversionRowProps) {
  const { recipe, open, disabled, onToggle, onChange } = props;
  const { t } = useTranslation('compress');
  const panel = useId();
  const { calibration } = recipe;
  return (
    <li className={classes.row} data-testid="step-int8">
      <div className={classes.head}>
        <span className={classes.lock}>
          <IconLock size={14} aria-hidden />
        </span>
        <button
          type="button"
          className={classes.title}
          aria-expanded={open}
          aria-controls={panel}
          onClick={onToggle}
        >
          <span className={classes.name}>
            {t('int8.name')}
            <span className={classes.summary}>{t(`calibration.${calibration.method}.name`)}</span>
          </span>
          <span className={classes.what}>{t('int8.what')}</span>
        </button>
      </div>
      <Collapse expanded={open} id={panel} transitionDuration={120}>
        <div className={classes.panel}>
          <ConversionSettings recipe={recipe} disabled={disabled} onChange={onChange} />
        </div>
      </Collapse>
    </li>
  );
}
