import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import classes from './FileDrop.module.css';

export interface FileDropProps {
  /** As an input's `accept`: ".csv,.json". Dropped files of other kinds are passed on too. */
  readonly accept: string;
  onFiles(files: readonly File[]): void;
  readonly multiple?: boolean;
  readonly disabled?: boolean;
  /** Names the area where its text does not. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** An area that takes files dropped on it and opens the file picker when pressed. */
export function FileDrop(props: FileDropProps) {
  const { accept, onFiles, multiple = false, disabled = false, label, children } = props;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
  };
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <>
      <button
        type="button"
        className={classes.drop}
        data-over={over || undefined}
        disabled={disabled}
        aria-label={label}
        onClick={() => input.current?.click()}
        onDragEnter={(event) => drag(event, true)}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => {
          event.stopPropagation();
          drag(event, false);
          if (!disabled) take(event.dataTransfer.files);
        }}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
