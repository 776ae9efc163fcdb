import { useTranslation } from 'react-i18next';
import classes from './FileList.module.css';

/** Enough to see what the file is; the rest is hex. */
const PREVIEW_CHARACTERS = 6000;

export interface FilePreviewProps {
  readonly name: string;
  readonly text: string;
}

/** The first lines of a file. */
export function FilePreview({ name, text }: FilePreviewProps) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  const cut = text.length > PREVIEW_CHARACTERS;
  // Whole lines: half a line of hex looks like an error.
  const end = cut ? text.lastIndexOf('\n', PREVIEW_CHARACTERS) : text.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <section className={classes.preview} tabIndex={0} aria-label={name}>
        <pre>{text.slice(0, end)}</pre>
      </section>
      {cut && (
        <div className={classes.previewFoot}>
          {t('files.more', { count: number.format(text.slice(end).split('\n').length - 1) })}
        </div>
      )}
    </>
  );
}
