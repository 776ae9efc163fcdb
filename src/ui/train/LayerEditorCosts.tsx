import { useTranslation } from 'react-i18next';
import type { LayerOutline } from '#core/model/layer-outline';
import classes from './LayerEditor.module.css';
import { useLayerWords } from './use-layer-words';

/** Output, parameters and work of a layer, as far as they are known; of the window, its shape. */
export function LayerEditorCosts(props: { outline: Partial<LayerOutline>; isWindow?: boolean }) {
  const { t, i18n } = useTranslation('train');
  const words = useLayerWords();
  const number = new Intl.NumberFormat(i18n.language);
  const { outline, isWindow = false } = props;
  const { output, parameterCount, macs } = outline;
  const cells = [
    ['output', output && words.shape(output)],
    ['parameters', output && number.format(parameterCount ?? 0)],
    ['macs', output && number.format(macs ?? 0)],
  ] as const;
  return (
    <dl className={classes.costs}>
      {cells.map(([key, value]) => (
        <div key={key} data-cell={key}>
          <dt>{t(`layers.${key}`)}</dt>
          <dd>{isWindow && key !== 'output' ? '' : (value ?? '–')}</dd>
        </div>
      ))}
    </dl>
  );
}
