import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Gesture, NOTHING } from '#core/dataset/gesture';

/** Names as a person reads them, in class order; "nothing" in the person's language. */
export function useClassNames(
  classes: readonly string[],
  gestures: readonly Gesture[],
): readonly string[] {
  const { t } = useTranslation('common');
  return useMemo(
    () =>
      classes.map((id) =>
        id === NOTHING ? t('nothing') : (gestures.find((one) => one.id === id)?.name ?? id),
      ),
    [classes, gestures, t],
  );
}
