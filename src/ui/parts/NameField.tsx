import { useState } from 'react';
import classes from './NameField.module.css';

export interface NameFieldProps {
  readonly label: string;
  readonly name: string;
  /** Never with an empty name. */
  onRename(name: string): void;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  /** Editing is over, whether anything changed or not. */
  onDone?(): void;
}

/** A name edited where it stands: Enter or leaving it keeps the change, Escape takes it back. */
export function NameField(props: NameFieldProps) {
  const { label, name, onRename, disabled = false, autoFocus = false, onDone } = props;
  const [draft, setDraft] = useState<string>();
  const keep = () => {
    const next = draft?.trim();
    if (next !== undefined && next !== '' && next !== name) onRename(next);
    setDraft(undefined);
    onDone?.();
  };
  const shown = draft ?? name;
  return (
    <input
      className={classes.name}
      aria-label={label}
      title={disabled ? undefined : label}
      value={shown}
      size={Math.max(4, shown.length)}
      maxLength={80}
      disabled={disabled}
      // biome-ignore lint/a11y/noAutofocus: only where the person has just asked to rename
      autoFocus={autoFocus}
      onFocus={(event) => autoFocus && event.currentTarget.select()}
      spellCheck={false}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          setDraft(undefined);
          onDone?.();
        }
        // Keys of the page mean letters here.
        event.stopPropagation();
      }}
    />
  );
}
